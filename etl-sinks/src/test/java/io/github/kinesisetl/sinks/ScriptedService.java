// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.testing.SinkContract;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A sink over a client that does what a script says before the service sees anything.
 *
 * @param sink the sink under test
 * @param script what its client does
 * @param held the numbers of the items that the service holds
 * @param answersByItem whether the service can fail one item and take its neighbours
 */
record ScriptedService<T>(
    Sink<T> sink, Script script, Supplier<List<Integer>> held, boolean answersByItem)
    implements SinkContract.Service<T> {

  @Override
  public List<Integer> stored() {
    return held.get();
  }

  @Override
  public void down() {
    script.down();
  }

  @Override
  public void deny() {
    script.deny();
  }

  @Override
  public boolean refuseRequestsWith(Set<Integer> items) {
    script.refuseRequestsWith(items);
    return true;
  }

  @Override
  public boolean busyWith(Set<Integer> items) {
    script.busyWith(items);
    return answersByItem;
  }

  @Override
  public boolean faults(Random random, Set<Integer> hopeless) {
    script.refuseRequestsWith(hopeless);
    script.playFaults(random);
    return true;
  }

  @Override
  public void recover() {
    script.recover();
  }

  @Override
  public int requests() {
    return script.requests.get();
  }

  @Override
  public void close() {}
}
