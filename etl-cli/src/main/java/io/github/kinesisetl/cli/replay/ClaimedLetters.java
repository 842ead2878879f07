// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.sinks.S3Sink;
import io.github.kinesisetl.sinks.SqsDeadLetters;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Redeems the claim checks of {@link SqsDeadLetters}, within one place. Stateless. */
final class ClaimedLetters {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What concerns one object: it is archived, or it is gone and whoever asks may not list the
   * bucket.
   */
  private static final Set<String> OF_ONE_OBJECT = Set.of("InvalidObjectState", "AccessDenied");

  private final S3Client objects;
  private final S3Sink.Location place;

  ClaimedLetters(S3Client objects, S3Sink.Location place) {
    this.objects = requireNonNull(objects, "objects");
    this.place = requireNonNull(place, "claims");
  }

  /** Adds the letter of a message to a page; false if there is none. */
  boolean addTo(PageBuilder page, String body, String message) {
    String claim = claimOf(body);
    if (claim.isEmpty()) {
      return page.add(body, message);
    }
    String allowed = "s3://" + place.bucket() + "/" + place.prefix();
    if (!claim.startsWith(allowed)) {
      page.unreadable(message, "its claim check is for a place other than " + allowed);
      return false;
    }
    return redeem(page, claim.substring(("s3://" + place.bucket() + "/").length()), message);
  }

  private boolean redeem(PageBuilder page, String key, String message) {
    try (var object = objects.getObject(r -> r.bucket(place.bucket()).key(key))) {
      GetObjectResponse head = object.response();
      if (head.contentLength() > PageBuilder.MAX_LINE_BYTES) {
        object.abort();
        page.unreadable(message, "its claim check is for an object too large for a letter");
        return false;
      }
      return page.add(EventRecord.of("line", object.readAllBytes()), message);
    } catch (NoSuchKeyException e) {
      page.unreadable(message, "the object of its claim check is gone");
      return false;
    } catch (S3Exception e) {
      AwsErrorDetails details = e.awsErrorDetails();
      if (details == null || !OF_ONE_OBJECT.contains(details.errorCode())) {
        throw e;
      }
      page.unreadable(
          message, "the object of its claim check was not given: " + details.errorCode());
      return false;
    } catch (IOException e) {
      page.unreadable(message, "the object of its claim check could not be read");
      return false;
    }
  }

  private static String claimOf(String body) {
    if (!body.contains(SqsDeadLetters.CLAIM)) {
      return "";
    }
    try {
      return JSON.readTree(body).path(SqsDeadLetters.CLAIM).asText("");
    } catch (JsonProcessingException e) {
      return ""; // not ours, as the page will find
    }
  }
}
