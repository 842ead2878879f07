/** Figures for Micrometer; needs micrometer-core, which nothing else here does. */
@NullMarked
package io.github.kinesisetl.producer.micrometer;

import org.jspecify.annotations.NullMarked;
