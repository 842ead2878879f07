// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.fault.RequestScript;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import io.github.kinesisetl.local.wire.Answer;
import io.github.kinesisetl.local.wire.Api;
import io.github.kinesisetl.local.wire.Feed;
import io.github.kinesisetl.local.wire.Reply;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who answers a request, and lets faults and defects become answers, too. */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String TARGET = "x-amz-target";
  private static final String KINESIS = "Kinesis_";
  private static final String FAULT = "a scripted fault; try again";
  private static final String DEFECT = "the server has a defect";

  private final Front front;

  Exchange(Front front) {
    this.front = front;
  }

  Outcome run(FullHttpRequest request) {
    @Nullable String target = request.headers().get(TARGET);
    if (!request.decoderResult().isSuccess()) {
      return refused(request, ErrorCode.SERIALIZATION, "the request is not valid HTTP");
    }
    var head = new RequestHead(request.headers(), front.hosts());
    @Nullable String refusal = head.refusal();
    if (refusal != null) {
      return refused(request, ErrorCode.ACCESS_DENIED, refusal);
    }
    return target != null && target.startsWith(KINESIS)
        ? kinesis(target, request)
        : aroundKinesis(target, request, head.signedFor());
  }

  /** Asks only the service that the signature names, so that no other answers in its stead. */
  private Outcome aroundKinesis(
      @Nullable String target, FullHttpRequest request, @Nullable String signedFor) {
    ServiceRequest forService = serviceRequest(request);
    for (FaultyService candidate : front.services()) {
      Service service = candidate.service();
      boolean meant = signedFor == null || signedFor.equals(service.name().signingName());
      if (meant && service.takes(forService)) {
        return serve(candidate, forService);
      }
    }
    if (signedFor == null || signedFor.equals("kinesis")) {
      return kinesis(target, request);
    }
    return refused(
        request,
        ErrorCode.UNKNOWN_OPERATION,
        "there is no such operation of the service '"
            + signedFor
            + "' here; there is kinesis, and"
            + " with etl-local-services on the class path what its README lists");
  }

  private Outcome refused(FullHttpRequest request, ErrorCode code, String message) {
    @Nullable String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    Answer answer = Answer.error(Api.encoding(contentType), code, message);
    return new Outcome.Whole(Responses.of(answer), front.script(), false);
  }

  private static Outcome serve(FaultyService faulty, ServiceRequest request) {
    Service service = faulty.service();
    ServiceResponse response;
    if (faulty.script().failsRequest()) {
      response = service.refuse(request, ServiceError.serverError("InternalFailure", FAULT));
    } else {
      try {
        response = service.answer(request);
      } catch (RuntimeException e) { // the outermost loop: a client must get an answer
        LOG.warn("a request to {} failed inside the server", service.name(), e);
        response = service.refuse(request, ServiceError.serverError("InternalFailure", DEFECT));
      }
    }
    boolean stored = response.succeeded() && !request.method().matches("GET|HEAD");
    return new Outcome.Whole(
        Responses.of(response, request.method().equals("HEAD")), faulty.script(), stored);
  }

  private Outcome kinesis(@Nullable String target, FullHttpRequest request) {
    Reply reply = kinesisReply(target, request);
    if (reply instanceof Feed feed) {
      return new Outcome.Streaming(feed);
    }
    var answer = (Answer) reply;
    boolean stored = answer.error() == null && target != null && target.contains(".PutRecord");
    return new Outcome.Whole(Responses.of(answer), front.script(), stored);
  }

  private Reply kinesisReply(@Nullable String target, FullHttpRequest request) {
    @Nullable String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    if (front.script().failsRequest()) {
      return Answer.error(Api.encoding(contentType), ErrorCode.INTERNAL_FAILURE, FAULT);
    }
    try {
      return front.api().answer(target, contentType, ByteBufUtil.getBytes(request.content()));
    } catch (RuntimeException e) { // the outermost loop: a client must get an answer
      LOG.warn("a request to {} failed inside the server", target, e);
      return Answer.error(Api.encoding(contentType), ErrorCode.INTERNAL_FAILURE, DEFECT);
    }
  }

  private static ServiceRequest serviceRequest(FullHttpRequest request) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    request.headers().forEach(h -> headers.merge(h.getKey(), h.getValue(), (a, b) -> a + "," + b));
    return new ServiceRequest(
        request.method().name(), request.uri(), headers, ByteBufUtil.getBytes(request.content()));
  }

  /** What comes of a request. */
  sealed interface Outcome {

    /**
     * A complete answer.
     *
     * @param response what is sent
     * @param script what may go wrong with it
     * @param stored whether the request changed what a service keeps
     */
    record Whole(FullHttpResponse response, RequestScript script, boolean stored)
        implements Outcome {}

    /**
     * Events over time.
     *
     * @param feed the events
     */
    record Streaming(Feed feed) implements Outcome {}
  }
}
