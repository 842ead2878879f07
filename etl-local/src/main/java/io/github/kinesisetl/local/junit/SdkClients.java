// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.junit;

import io.github.kinesisetl.local.KinesisLocal;
import java.lang.reflect.InvocationTargetException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Makes clients of any service, with the one builder that all of them share. */
final class SdkClients {

  private static final String SDK_CLIENT = "software.amazon.awssdk.awscore.AwsClient";

  private SdkClients() {}

  /** Whether it is a client's interface; asked by name, since the SDK need not be there. */
  static boolean canMake(Class<?> type) {
    if (!type.isInterface()) {
      return false;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.getName().equals(SDK_CLIENT)) {
        return true;
      }
    }
    return false;
  }

  static SdkAutoCloseable make(Class<?> type, KinesisLocal server) {
    try {
      var builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
      builder.endpointOverride(server.endpoint());
      builder.region(Region.of(server.region()));
      builder.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
      return (AwsClient) builder.build();
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "cannot make a " + type.getName() + "; is an HTTP client of the SDK on the class path?",
          e);
    }
  }
}
