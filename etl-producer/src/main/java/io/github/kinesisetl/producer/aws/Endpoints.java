// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Where requests go: what the SDK's own client would choose, by the settings that it reads and the
 * SDK's table of endpoints, which is no matter of putting names together.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">AWS
 * SDKs and Tools, settings reference</a>: service-specific endpoints, FIPS and dual stack.
 */
final class Endpoints {

  private static final String SERVICE = "kinesis";
  private static final String SERVICES = "services";

  private final Function<String, @Nullable String> properties;
  private final Map<String, String> environment;
  private final Optional<Profile> profile;
  private final Optional<Profile> services;

  /**
   * Endpoints by settings.
   *
   * @param properties system properties; null for one that is not set
   * @param environment environment variables
   * @param file profiles
   */
  Endpoints(
      Function<String, @Nullable String> properties,
      Map<String, String> environment,
      ProfileFile file) {
    this.properties = properties;
    this.environment = environment;
    String name =
        first("aws.profile", "AWS_PROFILE")
            .orElseGet(() -> ProfileFileSystemSetting.AWS_PROFILE.defaultValue());
    profile = file.profile(name);
    services =
        profile
            .flatMap(own -> own.property(SERVICES))
            .flatMap(section -> file.getSection(SERVICES, section));
  }

  /** Endpoints as this process is set. */
  static Endpoints ofProcess() {
    return new Endpoints(System::getProperty, System.getenv(), ProfileFile.defaultProfileFile());
  }

  /** Where requests to a region go. */
  URI of(Region region) {
    return configured().orElseGet(() -> ofTable(region));
  }

  private Optional<URI> configured() {
    boolean isIgnored =
        isTrue(
            "aws.ignoreConfiguredEndpointUrls",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            ProfileProperty.IGNORE_CONFIGURED_ENDPOINT_URLS);
    if (isIgnored) {
      return Optional.empty();
    }
    return first("aws.endpointUrlKinesis", "AWS_ENDPOINT_URL_KINESIS")
        .or(() -> first("aws.endpointUrl", "AWS_ENDPOINT_URL"))
        .or(() ->
            services.flatMap(
                section -> section.property(SERVICE + "." + ProfileProperty.ENDPOINT_URL)))
        .or(() -> profile.flatMap(own -> own.property(ProfileProperty.ENDPOINT_URL)))
        .map(URI::create);
  }

  private URI ofTable(Region region) {
    List<EndpointTag> tags = new ArrayList<>();
    if (isTrue(
        "aws.useDualstackEndpoint",
        "AWS_USE_DUALSTACK_ENDPOINT",
        ProfileProperty.USE_DUALSTACK_ENDPOINT)) {
      tags.add(EndpointTag.DUALSTACK);
    }
    if (isTrue("aws.useFipsEndpoint", "AWS_USE_FIPS_ENDPOINT", ProfileProperty.USE_FIPS_ENDPOINT)) {
      tags.add(EndpointTag.FIPS);
    }
    URI host =
        ServiceMetadata.of(SERVICE)
            .endpointFor(ServiceEndpointKey.builder().region(region).tags(tags).build());
    return URI.create("https://" + host);
  }

  private boolean isTrue(String property, String variable, String ofProfile) {
    return first(property, variable)
        .or(() -> profile.flatMap(own -> own.property(ofProfile)))
        .map(Boolean::parseBoolean)
        .orElse(false);
  }

  private Optional<String> first(String property, String variable) {
    return Optional.ofNullable(properties.apply(property))
        .or(() -> Optional.ofNullable(environment.get(variable)));
  }
}
