// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.cloudwatch.CloudWatchService;
import io.github.kinesisetl.local.dynamodb.DynamoDbService;
import io.github.kinesisetl.local.firehose.FirehoseService;
import io.github.kinesisetl.local.junit.KinesisLocalTest;
import io.github.kinesisetl.local.s3.S3Service;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.sns.SnsService;
import io.github.kinesisetl.local.sqs.SqsService;
import java.util.List;
import org.junit.jupiter.api.Test;

@KinesisLocalTest
class ServicesAroundKinesisTest {

  @Test
  void server_findsAllSix(KinesisLocal kinesis) {
    List<Class<? extends Service>> types =
        List.of(
            CloudWatchService.class,
            DynamoDbService.class,
            FirehoseService.class,
            SnsService.class,
            SqsService.class,
            S3Service.class);
    for (Class<? extends Service> type : types) {
      assertThat(kinesis.service(type)).isInstanceOf(type);
    }
  }
}
