/** The seams behind which a stream lies: where entries go, and which shards there are. */
@NullMarked
package io.github.kinesisetl.producer.spi;

import org.jspecify.annotations.NullMarked;
