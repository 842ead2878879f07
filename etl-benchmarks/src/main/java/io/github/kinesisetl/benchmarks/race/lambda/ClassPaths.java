// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import io.github.kinesisetl.benchmarks.race.lambda.Payloads.Data;
import java.io.File;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path that each contestant deploys: what it needs and no more, since a JVM looks a class
 * up in all jars before the one that has it.
 */
final class ClassPaths {

  private static final String RUNTIME =
      "(aws-lambda-java-(core|runtime-interface-client|serialization)|utils-lite)-";
  private static final Pattern BARE =
      Pattern.compile("test-classes|etl-benchmarks.*|" + RUNTIME + ".*");
  private static final Pattern OURS =
      Pattern.compile(
          "etl-(core|engine|sinks|producer|lambda-adapters|lambda-runtime).*|zstd-jni-.*|slf4j-api-.*|jspecify.*");
  private static final Pattern JACKSON = Pattern.compile("jackson-(core|databind|annotations)-.*");
  private static final Pattern EVENTS =
      Pattern.compile("aws-lambda-java-events-.*|joda-time-.*|jspecify.*|etl-core.*");

  private final String[] all =
      System.getProperty("race.peers.classpath", "").split(File.pathSeparator, -1);

  String of(Contestant contestant, Data data) {
    if (contestant.isCommon() && data == Data.AGGREGATES) {
      return String.join(File.pathSeparator, all); // KCL brings a hundred jars
    }
    return Arrays.stream(all)
        .filter(entry -> isNeeded(contestant, entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isNeeded(Contestant contestant, String entry) {
    String name = nameOf(entry);
    if (BARE.matcher(name).matches()) {
      return true;
    }
    boolean jackson = JACKSON.matcher(name).matches();
    if (contestant.isBare()) {
      return false;
    }
    return contestant.isCommon()
        ? jackson || EVENTS.matcher(name).matches()
        : jackson || OURS.matcher(name).matches();
  }

  /** A jar's file name, or the module's for a folder of classes. */
  private static String nameOf(String entry) {
    var file = new File(entry).getAbsoluteFile();
    if (!file.getName().equals("classes")) {
      return file.getName();
    }
    return file.getParentFile().getParentFile().getName();
  }
}
