/** From events to records and from aggregates to entries: compressed, encrypted, or claimed. */
@NullMarked
package io.github.kinesisetl.producer.internal.encoding;

import org.jspecify.annotations.NullMarked;
