// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** No image is built here, so this only keeps the metadata true. */
class NativeImageMetadataTest {

  private static final String METADATA =
      "/META-INF/native-image/io.github.kinesisetl/etl-lambda-adapters/reachability-metadata.json";

  @Test
  void metadata_everyClassAndResource_exists() throws Exception {
    JsonNode metadata = read();
    for (JsonNode entry : metadata.required("reflection")) {
      Class<?> type = Class.forName(entry.required("type").asText());
      for (JsonNode method : entry.path("methods")) {
        assertThat(method.required("name").asText()).isEqualTo("<init>");
        assertThat(type.getConstructor()).isNotNull();
      }
    }
    for (JsonNode resource : metadata.required("resources")) {
      String name = "/" + resource.required("glob").asText();
      assertThat(NativeImageMetadataTest.class.getResource(name)).as(name).isNotNull();
    }
  }

  private static JsonNode read() throws IOException {
    try (InputStream in = NativeImageMetadataTest.class.getResourceAsStream(METADATA)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
