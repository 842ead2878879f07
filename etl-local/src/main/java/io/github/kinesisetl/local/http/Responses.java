// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.service.ServiceResponse;
import io.github.kinesisetl.local.wire.Answer;
import io.github.kinesisetl.local.wire.Encoding;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Answers as HTTP responses. */
final class Responses {

  private Responses() {}

  static FullHttpResponse of(Answer answer) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.httpStatus()),
            Unpooled.wrappedBuffer(answer.body()));
    HttpHeaders headers = response.headers();
    setRequestId(headers);
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.encoding().contentType());
    if (answer.error() != null) {
      headers.set("x-amzn-errortype", answer.error().awsName());
    }
    headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    return response;
  }

  /** A request for the head alone gets the length of the body, and not the body. */
  static FullHttpResponse of(ServiceResponse answer, boolean headOnly) {
    byte[] body = answer.body();
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    HttpHeaders headers = response.headers();
    setRequestId(headers);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    answer.headers().forEach(headers::set);
    return response;
  }

  /** What a client gets, and repeats, when the server holds all it can. */
  static FullHttpResponse busy() {
    return of(Answer.error(
            Encoding.JSON,
            ErrorCode.INTERNAL_FAILURE,
            "too many requests and answers are under way; try again"))
        .setStatus(HttpResponseStatus.SERVICE_UNAVAILABLE);
  }

  static void setRequestId(HttpHeaders headers) {
    var random = ThreadLocalRandom.current();
    headers.set("x-amzn-requestid", new UUID(random.nextLong(), random.nextLong()).toString());
  }
}
