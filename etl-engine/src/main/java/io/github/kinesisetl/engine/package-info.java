// SPDX-License-Identifier: Apache-2.0
/**
 * A batch on its way through decoder, processor and sinks, whoever delivered it: lanes by partition
 * key, failures by kind, dead letters, what is done once. Begin with {@link
 * io.github.kinesisetl.engine.BatchEngine} and {@link io.github.kinesisetl.engine.EngineOptions}.
 */
@NullMarked
package io.github.kinesisetl.engine;

import org.jspecify.annotations.NullMarked;
