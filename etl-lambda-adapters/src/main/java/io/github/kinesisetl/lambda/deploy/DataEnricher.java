// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.Enrichers;
import io.github.kinesisetl.core.enrich.EnrichmentGraph;
import io.github.kinesisetl.engine.metrics.CountingEnricher;
import io.github.kinesisetl.enrich.UserAgents;
import io.github.kinesisetl.lambda.DataEnricherHandler;
import java.util.Map;
import java.util.Set;

/** {@link DataEnricherHandler} as the environment says. Safe for use by many threads. */
public final class DataEnricher extends DataEnricherHandler {

  private static final String ENRICHERS = "ETL_ENRICHERS";

  private final Settings settings;

  /**
   * A handler as the environment says.
   *
   * @throws IllegalArgumentException if a variable is missing or wrong
   */
  public DataEnricher() {
    this(Settings.ofEnvironment());
  }

  DataEnricher(Settings settings) {
    super(graph(settings), options -> settings.apply(options.sink(settings.sink())));
    this.settings = settings;
  }

  @Override
  protected Map<String, String> configuration() {
    return settings.describe();
  }

  @Override
  protected Map<String, Runnable> checks() {
    return settings.checks();
  }

  private static EnrichmentGraph graph(Settings settings) {
    EnrichmentGraph.Builder graph = EnrichmentGraph.builder();
    Set<String> ownHosts = settings.names("ETL_OWN_HOSTS", "");
    for (String name : settings.names(ENRICHERS, "user-agent,referrer,campaign,ip")) {
      Enricher enricher = enricher(name, ownHosts);
      graph.step(name, new CountingEnricher(enricher, settings.metrics()));
    }
    return graph.build();
  }

  private static Enricher enricher(String name, Set<String> ownHosts) {
    return switch (name) {
      case "user-agent" -> UserAgents.enricher();
      case "referrer" -> Enrichers.referrer(ownHosts);
      case "campaign" -> Enrichers.campaign();
      case "ip" -> Enrichers.anonymizedIp();
      default ->
          throw new IllegalArgumentException(
              "%s must be of user-agent, referrer, campaign and ip, but has %s"
                  .formatted(ENRICHERS, name));
    };
  }
}
