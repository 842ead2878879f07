/** Counters and distributions behind one small interface; nothing is published by default. */
@NullMarked
package io.github.kinesisetl.core.metrics;

import org.jspecify.annotations.NullMarked;
