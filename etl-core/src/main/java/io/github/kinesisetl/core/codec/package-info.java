/**
 * Bytes to records to events and back: the reader of whatever lies on a stream, and typed codecs.
 */
@NullMarked
package io.github.kinesisetl.core.codec;

import org.jspecify.annotations.NullMarked;
