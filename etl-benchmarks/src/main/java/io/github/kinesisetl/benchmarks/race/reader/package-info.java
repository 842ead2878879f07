/** The race of readers: what it costs to get records out of entries again. */
@NullMarked
package io.github.kinesisetl.benchmarks.race.reader;

import org.jspecify.annotations.NullMarked;
