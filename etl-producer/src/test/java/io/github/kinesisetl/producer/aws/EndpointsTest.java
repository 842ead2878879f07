// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.endpoints.KinesisEndpointProvider;

class EndpointsTest {

  private static final ProfileFile NO_PROFILES = profiles("");

  static Stream<Region> regions() {
    return Region.regions().stream().filter(region -> !region.isGlobalRegion());
  }

  /** The SDK's client asks its rules; FIPS was once left out, and for gov regions it is another. */
  @ParameterizedTest
  @MethodSource("regions")
  void of_anyRegionWithFipsAndDualStack_isWhereTheSdksClientGoes(Region region) {
    for (boolean fips : new boolean[] {false, true}) {
      for (boolean dualStack : new boolean[] {false, true}) {
        URI rules;
        try {
          rules =
              KinesisEndpointProvider.defaultProvider()
                  .resolveEndpoint(p -> p.region(region).useFips(fips).useDualStack(dualStack))
                  .join()
                  .endpointUrl()
                  .toUri();
        } catch (java.util.concurrent.CompletionException e) {
          continue; // a partition without such endpoints
        }
        var endpoints =
            new Endpoints(
                name -> null,
                Map.of(
                    "AWS_USE_FIPS_ENDPOINT", String.valueOf(fips),
                    "AWS_USE_DUALSTACK_ENDPOINT", String.valueOf(dualStack)),
                NO_PROFILES);
        assertThat(endpoints.of(region))
            .as("%s fips=%s dualStack=%s", region, fips, dualStack)
            .isEqualTo(rules);
      }
    }
  }

  @Test
  void of_endpointThatIsConfigured_goesByTheSdksOrder() {
    Map<String, String> both =
        Map.of("AWS_ENDPOINT_URL", "http://all", "AWS_ENDPOINT_URL_KINESIS", "http://own");
    assertThat(endpoint(both, NO_PROFILES)).isEqualTo("http://own");
    assertThat(endpoint(Map.of("AWS_ENDPOINT_URL", "http://all"), NO_PROFILES))
        .isEqualTo("http://all");
    assertThat(
            endpoint(
                Map.of(
                    "AWS_ENDPOINT_URL",
                    "http://all",
                    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                    "true"),
                NO_PROFILES))
        .isEqualTo("https://kinesis.eu-central-1.amazonaws.com");
    ProfileFile file =
        profiles(
            """
            [default]
            endpoint_url = http://profile
            [profile prod]
            use_fips_endpoint = true
            [profile own]
            services = mine
            [services mine]
            kinesis =
              endpoint_url = http://service
            """);
    assertThat(endpoint(Map.of(), file)).isEqualTo("http://profile");
    assertThat(endpoint(Map.of("AWS_PROFILE", "prod"), file))
        .isEqualTo("https://kinesis-fips.eu-central-1.amazonaws.com");
    assertThat(endpoint(Map.of("AWS_PROFILE", "own"), file)).isEqualTo("http://service");
    assertThat(endpoint(Map.of("AWS_ENDPOINT_URL", "http://all"), file)).isEqualTo("http://all");
  }

  private static String endpoint(Map<String, String> environment, ProfileFile file) {
    return new Endpoints(name -> null, environment, file).of(Region.EU_CENTRAL_1).toString();
  }

  private static ProfileFile profiles(String text) {
    return ProfileFile.builder()
        .content(new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .type(ProfileFile.Type.CONFIGURATION)
        .build();
  }
}
