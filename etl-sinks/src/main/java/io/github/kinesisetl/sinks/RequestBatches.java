// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The items of one write on their way to a service that takes several a request. Each request stays
 * within the service's bounds; one that the service refuses as a whole, because of what is in it,
 * is halved until the guilty item is alone; and a service that is down, throttles or denies is not
 * asked again within the same write. Used once, by one thread.
 *
 * @param <R> an item as the service takes it
 */
final class RequestBatches<R> {

  private final Bounds bounds;
  private final Call<R> call;
  private final WriteResult.Builder outcomes;
  private List<Slot<R>> gathered = new ArrayList<>();
  private long gatheredBytes;
  private Optional<String> down = Optional.empty();

  /**
   * None yet.
   *
   * @param bounds of a request
   * @param call sends one
   * @param outcomes hears what became of each item
   */
  RequestBatches(Bounds bounds, Call<R> call, WriteResult.Builder outcomes) {
    this.bounds = bounds;
    this.call = call;
    this.outcomes = outcomes;
  }

  /**
   * Takes an item of at most {@link Bounds#maxBytes}, and sends what was gathered if it is full.
   */
  void add(int index, R item, long bytes) {
    if (gathered.size() == bounds.maxItems() || gatheredBytes + bytes > bounds.maxBytes()) {
      sendAll();
    }
    gathered.add(new Slot<>(index, item));
    gatheredBytes += bytes;
  }

  /** Sends what is left. */
  void sendAll() {
    List<Slot<R>> slots = gathered;
    gathered = new ArrayList<>();
    gatheredBytes = 0;
    if (!slots.isEmpty()) {
      send(slots);
    }
  }

  private void send(List<Slot<R>> slots) {
    if (down.isPresent()) {
      slots.forEach(slot -> outcomes.failed(slot.index(), down.get()));
      return;
    }
    Optional<ServiceFailure> refused = call(slots);
    if (refused.isEmpty()) {
      return;
    }
    String reason = refused.get().describe(bounds.service());
    if (refused.get().kind() != FailureKind.ITEM_REFUSED) {
      down = Optional.of(reason);
      send(slots);
    } else if (slots.size() == 1) {
      outcomes.refused(slots.get(0).index(), reason);
    } else {
      int half = slots.size() / 2;
      send(slots.subList(0, half));
      send(slots.subList(half, slots.size()));
    }
  }

  /** A client that cannot be made, or breaks, is as good as a service that is down. */
  private Optional<ServiceFailure> call(List<Slot<R>> slots) {
    try {
      return call.send(slots, outcomes);
    } catch (SdkException e) {
      return Optional.of(ServiceFailure.of(e));
    } catch (RuntimeException e) {
      return Optional.of(ServiceFailure.notReached(e));
    }
  }

  /**
   * What a request may hold.
   *
   * @param service the service's name, for reasons
   * @param maxItems most items
   * @param maxBytes most bytes of all items together
   */
  record Bounds(String service, int maxItems, long maxBytes) {}

  /**
   * An item.
   *
   * @param index its index in the write
   * @param item as the service takes it
   */
  record Slot<R>(int index, R item) {}

  /** Sends one request. */
  @FunctionalInterface
  interface Call<R> {

    /**
     * Sends items.
     *
     * @param slots one or more
     * @param outcomes hears what became of each item, unless the request failed as a whole
     * @return why the request failed as a whole; then no outcome was told
     * @throws SdkException if the request failed as a whole
     */
    Optional<ServiceFailure> send(List<Slot<R>> slots, WriteResult.Builder outcomes);
  }
}
