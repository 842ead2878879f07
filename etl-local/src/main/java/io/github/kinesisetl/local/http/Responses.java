// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.wire.Answer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Answers as HTTP responses. */
final class Responses {

  private Responses() {}

  static FullHttpResponse full(Answer answer, HttpResponseStatus status) {
    var body = Unpooled.wrappedBuffer(answer.body());
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    fillHeaders(response.headers(), answer);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    return response;
  }

  /** The head of a response whose body will never be complete. */
  static HttpResponse head(Answer answer, HttpResponseStatus status) {
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
    fillHeaders(response.headers(), answer);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length + 1);
    return response;
  }

  static void setRequestId(HttpHeaders headers) {
    var random = ThreadLocalRandom.current();
    headers.set("x-amzn-requestid", new UUID(random.nextLong(), random.nextLong()).toString());
  }

  private static void fillHeaders(HttpHeaders headers, Answer answer) {
    setRequestId(headers);
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.encoding().contentType());
    if (answer.error() != null) {
      headers.set("x-amzn-errortype", answer.error().awsName());
    }
  }
}
