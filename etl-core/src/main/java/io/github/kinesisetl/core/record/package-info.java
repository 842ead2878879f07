/**
 * What travels: an encoded event with its key, its place in the hash space, on the stream, and its
 * id.
 */
@NullMarked
package io.github.kinesisetl.core.record;

import org.jspecify.annotations.NullMarked;
