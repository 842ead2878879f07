// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.sinks.S3Sink;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The letters in the objects below a prefix; one object is open at a time. */
final class BucketLetters implements DeadLetterSource {

  private static final int MAX_DELETED = 1_000; // of a request, as the API says

  private final S3Client client;
  private final S3Sink.Location location;
  private final ObjectListing listing;
  private final LineReader.Limits limits;
  private final List<OpenObject> pageOrigins = new ArrayList<>();
  private final List<OpenObject> ended = new ArrayList<>();
  private @Nullable OpenObject open;

  BucketLetters(S3Client client, S3Sink.Location location, Instant until) {
    this(
        client,
        location,
        new ObjectListing(client, location, until, ObjectListing.MAX_HELD),
        LineReader.Limits.DEFAULT);
  }

  BucketLetters(
      S3Client client, S3Sink.Location location, ObjectListing listing, LineReader.Limits limits) {
    this.client = requireNonNull(client, "objects");
    this.location = requireNonNull(location, "location");
    this.listing = listing;
    this.limits = limits;
  }

  @Override
  public LetterPage take(int maxLetters) {
    var page = new PageBuilder(maxLetters);
    pageOrigins.clear();
    ended.clear();
    while (page.room() > 0) {
      if (open == null) {
        S3Object next = listing.next();
        if (next == null) {
          return page.build(true);
        }
        open = open(next, page);
      } else if (!readLine(open, page)) {
        ended.add(open);
        open.close();
        open = null;
      }
    }
    return page.build(false);
  }

  @Override
  public Confirmation confirm(BitSet stored) {
    for (int i = 0; i < pageOrigins.size(); i++) {
      if (!stored.get(i)) {
        pageOrigins.get(i).keep();
      }
    }
    List<OpenObject> done = ended.stream().filter(OpenObject::isDone).toList();
    int undeleted = 0;
    for (int from = 0; from < done.size(); from += MAX_DELETED) {
      undeleted += delete(done.subList(from, Math.min(from + MAX_DELETED, done.size())));
    }
    List<String> remarks =
        undeleted == 0 ? List.of() : List.of("S3 refused to delete objects of stored letters");
    return new Confirmation(undeleted, remarks);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }

  private @Nullable OpenObject open(S3Object object, PageBuilder page) {
    try {
      var bytes = new ObjectRanges(client, location.bucket(), object);
      return new OpenObject(object.key(), LineReader.open(bytes, limits));
    } catch (IOException e) {
      page.unreadable(place(object.key()), "its compressed form is broken");
    } catch (S3Exception e) {
      failed(object.key(), e, page);
    }
    return null;
  }

  /** Reads the next line of an object; false if there is none. */
  private boolean readLine(OpenObject object, PageBuilder page) {
    try {
      if (!object.lines().next()) {
        return false;
      }
      addLine(object, page);
      return true;
    } catch (IOException e) {
      page.unreadable(place(object.key()), "its compressed form is broken, cut, or too large");
    } catch (S3Exception e) {
      failed(object.key(), e, page);
    }
    object.keep();
    return false;
  }

  private void addLine(OpenObject object, PageBuilder page) {
    LineReader lines = object.lines();
    String line = place(object.key()) + ", line " + lines.number() + ",";
    if (lines.isTooLong()) {
      page.unreadable(line, "too long for a dead letter");
      object.keep();
    } else if (page.add(EventRecord.of("line", lines.line()), line)) {
      pageOrigins.add(object);
    } else {
      object.keep();
    }
  }

  /** An object that is gone, archived or changed concerns itself alone; all else ends the run. */
  private void failed(String key, S3Exception e, PageBuilder page) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "" : details.errorCode();
    switch (code) {
      case "NoSuchKey" -> page.remark(place(key) + " is gone since it was listed");
      case "InvalidObjectState" -> page.unreadable(place(key), "it is archived");
      case "PreconditionFailed" -> page.unreadable(place(key), "it changed while it was read");
      default -> throw e;
    }
  }

  private int delete(List<OpenObject> objects) {
    List<ObjectIdentifier> keys =
        objects.stream().map(o -> ObjectIdentifier.builder().key(o.key()).build()).toList();
    List<S3Error> errors =
        client
            .deleteObjects(
                r -> r.bucket(location.bucket()).delete(d -> d.objects(keys).quiet(true)))
            .errors();
    return errors.size();
  }

  private String place(String key) {
    return "s3://" + location.bucket() + "/" + key;
  }

  /** An object that is being read, and whether all that is in it can be forgotten. */
  private static final class OpenObject {
    private final String key;
    private final LineReader lines;
    private boolean isKept;

    OpenObject(String key, LineReader lines) {
      this.key = key;
      this.lines = lines;
    }

    String key() {
      return key;
    }

    LineReader lines() {
      return lines;
    }

    void keep() {
      isKept = true;
    }

    boolean isDone() {
      return !isKept;
    }

    void close() {
      lines.close();
    }
  }
}
