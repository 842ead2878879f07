/**
 * Puts events on a Kinesis stream: begin with {@link
 * io.github.kinesisetl.producer.EventProducer#builder}.
 */
@NullMarked
package io.github.kinesisetl.producer;

import org.jspecify.annotations.NullMarked;
