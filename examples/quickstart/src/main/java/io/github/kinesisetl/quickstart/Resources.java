// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Opens the data that the example brings along. Stateless. */
final class Resources {

  private Resources() {}

  static BufferedReader gunzipped(String name) throws IOException {
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(open(name)), StandardCharsets.UTF_8));
  }

  static BufferedReader text(String name) throws IOException {
    return new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8));
  }

  private static InputStream open(String name) throws IOException {
    InputStream resource = Resources.class.getResourceAsStream("/" + name);
    if (resource == null) {
      throw new FileNotFoundException("the example lacks its data file " + name);
    }
    return resource;
  }
}
