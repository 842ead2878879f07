// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static io.github.kinesisetl.local.s3.Address.Level.BUCKET;
import static io.github.kinesisetl.local.s3.Address.Level.OBJECT;
import static io.github.kinesisetl.local.s3.Address.Level.SERVICE;

import io.github.kinesisetl.local.s3.Address.Level;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.List;
import java.util.Set;

/**
 * Amazon S3, a subset, with path-style addresses. It takes whatever looks like no other service's
 * request, so it must be asked last. Safe for use by many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/">Amazon S3 API Reference</a>
 */
public final class S3Service implements Service {

  private static final Set<String> LIST_PARAMETERS =
      Set.of(
          "prefix", "delimiter", "continuation-token", "start-after", "max-keys", "encoding-type");

  private final ServiceContext context;
  private final BucketOperations buckets;
  private final List<Route> routes;

  /**
   * Makes an S3 without buckets.
   *
   * @param context where it lives
   */
  public S3Service(ServiceContext context) {
    this.context = context;
    var store = new Store(context.maxStoredBytes());
    this.buckets = new BucketOperations(store, context);
    var objects = new ObjectOperations(store, context.clock());
    var uploads = new MultipartOperations(store, context.clock());
    this.routes =
        List.of(
            route("GET", SERVICE, "", Set.of("prefix"), buckets::list),
            route("PUT", BUCKET, "", Set.of(), buckets::create),
            route("HEAD", BUCKET, "", Set.of(), buckets::head),
            route("DELETE", BUCKET, "", Set.of(), buckets::delete),
            route("GET", BUCKET, "location", Set.of(), buckets::location),
            route("GET", BUCKET, "list-type", LIST_PARAMETERS, buckets::listObjects),
            route("POST", BUCKET, "delete", Set.of(), objects::deleteAll),
            route("POST", OBJECT, "uploads", Set.of(), uploads::create),
            route("PUT", OBJECT, "uploadId", Set.of("partNumber"), uploads::uploadPart),
            route("POST", OBJECT, "uploadId", Set.of(), uploads::complete),
            route("DELETE", OBJECT, "uploadId", Set.of(), uploads::abort),
            route(
                "GET",
                OBJECT,
                "uploadId",
                Set.of("max-parts", "part-number-marker"),
                uploads::listParts),
            route("PUT", OBJECT, "", Set.of(), objects::putOrCopy),
            route("GET", OBJECT, "", Set.of(), objects::get),
            route("HEAD", OBJECT, "", Set.of(), objects::get),
            route("DELETE", OBJECT, "", Set.of(), objects::delete));
  }

  @Override
  public ServiceName name() {
    return ServiceName.S3;
  }

  /**
   * Creates a bucket in the server's region.
   *
   * @param name 3 to 63 lower-case letters, digits, dots and hyphens
   * @return this
   * @throws IllegalArgumentException if the bucket exists or its name is not valid
   */
  public S3Service createBucket(String name) {
    try {
      buckets.create(name, context.region());
      return this;
    } catch (ServiceError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public boolean takes(ServiceRequest request) {
    boolean isRpc = request.method().equals("POST") && request.path().equals("/");
    return !isRpc
        && request.path().startsWith("/")
        && request.header("x-amz-target") == null
        && request.header("smithy-protocol") == null;
  }

  @Override
  public ServiceResponse answer(ServiceRequest request) {
    try {
      checkHost(request);
      Address address = Address.of(request);
      HeaderCheck.check(request, context.accountId());
      Route route = routeOf(request, address);
      route.checkParameters(address);
      return route.operation().run(request, address);
    } catch (ServiceError e) {
      return refuse(request, e);
    }
  }

  @Override
  public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
    String code = error.code().equals("InternalFailure") ? "InternalError" : error.code();
    return Xml.error()
        .leaf("Code", code)
        .leaf("Message", error.getMessage())
        .leaf("Resource", request.path())
        .close("Error")
        .response(error.httpStatus());
  }

  private Route routeOf(ServiceRequest request, Address address) {
    for (Route route : routes) {
      if (route.matches(request, address)) {
        return route;
      }
    }
    if (address.level() == BUCKET && request.method().equals("GET")) {
      throw ServiceError.of(
          501,
          "NotImplemented",
          "GET of a bucket needs list-type=2 or location; %s is not supported here",
          address.parameters().isEmpty()
              ? "ListObjects, version 1,"
              : address.parameters().keySet());
    }
    for (String name : address.parameters().keySet()) {
      throw Route.notImplemented(name);
    }
    throw ServiceError.of(405, "MethodNotAllowed", "the method is not allowed here");
  }

  private static void checkHost(ServiceRequest request) {
    String host = request.header("Host");
    if (host != null && host.matches("[^:]+\\.localhost(:\\d+)?")) {
      throw ServiceError.badRequest(
          "InvalidRequest",
          "the bucket must stand in the path: use 127.0.0.1 or forcePathStyle(true)");
    }
  }

  private static Route route(
      String method, Level level, String selector, Set<String> others, Route.Operation operation) {
    return new Route(method, level, selector, others, operation);
  }
}
