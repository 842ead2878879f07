// SPDX-License-Identifier: Apache-2.0
/**
 * Enrichers and look-ups that stand on libraries of others; what needs none is in etl-core.
 *
 * <p>Start at {@link io.github.kinesisetl.enrich.UserAgents}, {@link
 * io.github.kinesisetl.enrich.TableLookup} and {@link io.github.kinesisetl.enrich.CachingLookup};
 * they are steps and reference data of an {@link io.github.kinesisetl.core.enrich.EnrichmentGraph}.
 */
@NullMarked
package io.github.kinesisetl.enrich;

import org.jspecify.annotations.NullMarked;
