// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.local.http.FaultyService;
import io.github.kinesisetl.local.service.Destinations;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceProvider;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesTest {

  private static final ServiceContext CONTEXT =
      new ServiceContext(
          "us-east-1", "000000000000", LocalClock.running(), 1 << 20, new Destinations());

  @Test
  void all_isInTheOrderOfAsking() {
    ServiceProvider late = context -> List.of(new Named(ServiceName.S3));
    ServiceProvider early = context -> List.of(new Named(ServiceName.SQS));
    assertThat(Services.of(List.of(late, early), CONTEXT).all())
        .extracting(FaultyService::service)
        .containsExactly(new Named(ServiceName.SQS), new Named(ServiceName.S3));
  }

  @Test
  void of_twoProvidersOfOneService_isRefused() {
    ServiceProvider one = context -> List.of(new Named(ServiceName.SNS));
    assertThatIllegalStateException()
        .isThrownBy(() -> Services.of(List.of(one, one), CONTEXT))
        .withMessageContaining("two providers bring SNS");
  }

  @Test
  void require_presentType_isThatService() {
    var named = new Named(ServiceName.SNS);
    Services services = Services.of(List.of(context -> List.of(named)), CONTEXT);
    assertThat(services.require(Named.class)).isSameAs(named);
  }

  @Test
  void server_withoutTheModule_namesWhatToAdd() throws Exception {
    try (KinesisLocal kinesis = KinesisLocal.start()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> kinesis.service(Named.class))
          .withMessageContaining("there is no Named here")
          .withMessageContaining("io.github.kinesisetl:etl-local-services");
      assertThatIllegalStateException()
          .isThrownBy(() -> kinesis.faults(ServiceName.S3))
          .withMessageContaining("io.github.kinesisetl:etl-local-services");
      assertThat(post(kinesis, "AmazonSQS.SendMessage")).contains("etl-local-services");
    }
  }

  private static String post(KinesisLocal kinesis, String target) throws Exception {
    var request =
        HttpRequest.newBuilder(kinesis.endpoint())
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(BodyPublishers.ofString("{}"));
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(request.build(), BodyHandlers.ofString(UTF_8)).body();
  }

  /** A service that nobody calls. */
  private record Named(ServiceName name) implements Service {

    @Override
    public boolean takes(ServiceRequest request) {
      return false;
    }

    @Override
    public ServiceResponse answer(ServiceRequest request) {
      return ServiceResponse.empty(200);
    }

    @Override
    public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
      return ServiceResponse.empty(error.httpStatus());
    }
  }
}
