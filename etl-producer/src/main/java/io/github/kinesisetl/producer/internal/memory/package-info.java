/**
 * What a producer holds: the bound on it, what is used again, and what goes to disk while memory is
 * short.
 */
@NullMarked
package io.github.kinesisetl.producer.internal.memory;

import org.jspecify.annotations.NullMarked;
