// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.services;

import io.github.kinesisetl.local.cloudwatch.CloudWatchService;
import io.github.kinesisetl.local.dynamodb.DynamoDbService;
import io.github.kinesisetl.local.firehose.FirehoseService;
import io.github.kinesisetl.local.s3.S3Service;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceProvider;
import io.github.kinesisetl.local.sns.SnsService;
import io.github.kinesisetl.local.sqs.SqsService;
import java.util.List;

/** Brings the six services of this module. */
public final class ServicesAroundKinesis implements ServiceProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public ServicesAroundKinesis() {}

  @Override
  public List<Service> services(ServiceContext context) {
    return List.of(
        new CloudWatchService(context),
        new DynamoDbService(context),
        new FirehoseService(context),
        new SnsService(context),
        new SqsService(context),
        new S3Service(context));
  }
}
