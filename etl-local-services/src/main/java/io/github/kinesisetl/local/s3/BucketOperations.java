// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.Map;

/** The operations on buckets. */
final class BucketOperations {

  private static final String DEFAULT_REGION = "us-east-1";
  private static final int NO_CONTENT = 204;

  private final Store store;
  private final ServiceContext context;

  BucketOperations(Store store, ServiceContext context) {
    this.store = store;
    this.context = context;
  }

  void create(String name, String location) {
    store.createBucket(name, new Bucket(location, context.clock().instant()));
  }

  ServiceResponse create(ServiceRequest request, Address address) {
    byte[] body = Payload.of(request).data();
    String location = context.region();
    if (body.length > 0) {
      String wanted =
          XmlElement.parse(body, "CreateBucketConfiguration")
              .knowing("LocationConstraint")
              .text("LocationConstraint");
      location = wanted == null ? location : wanted;
    }
    create(address.bucket(), location);
    return ServiceResponse.empty(200).with("Location", "/" + address.bucket());
  }

  ServiceResponse head(ServiceRequest request, Address address) {
    return ServiceResponse.empty(200)
        .with("x-amz-bucket-region", store.bucket(address.bucket()).location());
  }

  ServiceResponse delete(ServiceRequest request, Address address) {
    store.deleteBucket(address.bucket());
    return ServiceResponse.empty(NO_CONTENT);
  }

  ServiceResponse list(ServiceRequest request, Address address) {
    String prefix = address.parameter("prefix", "");
    Xml xml = Xml.answer("ListAllMyBucketsResult");
    xml.open("Owner").leaf("ID", context.accountId()).close("Owner").open("Buckets");
    for (Map.Entry<String, Bucket> bucket : store.buckets().entrySet()) {
      if (bucket.getKey().startsWith(prefix)) {
        xml.open("Bucket")
            .leaf("Name", bucket.getKey())
            .leaf("CreationDate", bucket.getValue().created())
            .leaf("BucketRegion", bucket.getValue().location())
            .close("Bucket");
      }
    }
    return xml.close("Buckets").close("ListAllMyBucketsResult").response();
  }

  ServiceResponse location(ServiceRequest request, Address address) {
    String location = store.bucket(address.bucket()).location();
    Xml xml = Xml.answer("LocationConstraint");
    return xml.plain(location.equals(DEFAULT_REGION) ? "" : location)
        .close("LocationConstraint")
        .response();
  }

  ServiceResponse listObjects(ServiceRequest request, Address address) {
    if (!address.parameter("list-type", "").equals("2")) {
      throw ServiceError.badRequest("InvalidArgument", "list-type must be 2");
    }
    Bucket bucket = store.bucket(address.bucket());
    return Listing.of(address, bucket).response();
  }
}
