/**
 * The stages between a decoded event and its sink, and what becomes of an event in each of them.
 */
@NullMarked
package io.github.kinesisetl.core.pipeline;

import org.jspecify.annotations.NullMarked;
