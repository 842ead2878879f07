// SPDX-License-Identifier: Apache-2.0
/**
 * Enrichment: named steps that add fields to a JSON event, and the reference data behind them.
 *
 * <p>Start at {@link io.github.kinesisetl.core.enrich.EnrichmentGraph}; {@link
 * io.github.kinesisetl.core.enrich.Enrichers} has what is built in.
 */
@NullMarked
package io.github.kinesisetl.core.enrich;

import org.jspecify.annotations.NullMarked;
