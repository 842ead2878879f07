// SPDX-License-Identifier: Apache-2.0
/**
 * What pipelines are tested with: a sink in memory, and the contracts that replaceable parts
 * (sinks, stores, senders, codecs, enrichers and others) keep to, as JUnit classes to extend. Begin
 * with {@link io.github.kinesisetl.testing.SinkContract}.
 */
@NullMarked
package io.github.kinesisetl.testing;

import org.jspecify.annotations.NullMarked;
