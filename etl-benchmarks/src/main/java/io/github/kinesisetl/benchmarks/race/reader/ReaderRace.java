// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.reader;

import io.github.kinesisetl.benchmarks.race.ChildJvm;
import io.github.kinesisetl.benchmarks.race.Race;
import io.github.kinesisetl.benchmarks.race.RaceOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a record costs to get out of its entry, in processor time and garbage. */
final class ReaderRace implements Race {

  private static final String KCL = "kcl";
  private static final String FIRST_COMPILER = " C1";
  private static final List<String> DATA = List.of("small", "fat", "web");

  private final RaceOptions options;

  ReaderRace(RaceOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "reader";
  }

  @Override
  public List<Entrant> entrants() {
    List<Entrant> entrants = new ArrayList<>();
    for (String data : DATA) {
      for (String compiler : List.of("", FIRST_COMPILER)) {
        for (EntryForm form : EntryForm.values()) {
          entrants.add(new Entrant(form.contestant(), data + compiler));
        }
        entrants.add(new Entrant(KCL, data + compiler));
      }
    }
    return entrants;
  }

  @Override
  public List<String> describeData() {
    return List.of(
        "the producer race's events in aggregates of 256 KiB, as ours and KPL's, those framed at"
            + " zstd's level 1; one thread; C1: -XX:TieredStopAtLevel=1");
  }

  @Override
  public Map<String, Double> run(Entrant entrant) throws IOException {
    String data = entrant.data().replace(FIRST_COMPILER, "");
    boolean isKcl = entrant.contestant().equals(KCL);
    List<String> flags =
        data.equals(entrant.data()) ? List.of() : List.of("-XX:TieredStopAtLevel=1");
    String classPath = System.getProperty(isKcl ? "race.peers.classpath" : "java.class.path", "");
    String mainClass =
        ReaderRace.class.getPackageName() + (isKcl ? ".KclReaderMain" : ".OursReaderMain");
    Path log = Path.of("target", "race", entrant.contestant() + "-" + data + ".log");
    List<String> arguments =
        List.of(isKcl ? EntryForm.KPL.contestant() : entrant.contestant(), data, seconds());
    try (var child = ChildJvm.start(classPath, flags, mainClass, arguments, log)) {
      child.await(Opening.DONE);
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("cpu_ns_per_record", child.told(Opening.NANOS));
      metrics.put("alloc_bytes_per_record", child.told(Opening.ALLOCATED_BYTES));
      metrics.put("stored_bytes_per_record", child.told(Opening.STORED_BYTES));
      child.proceed();
      return metrics;
    }
  }

  private String seconds() {
    return options.quick() ? "2" : "5";
  }
}
