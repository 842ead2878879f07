/**
 * What outlives the process: a log of the events that a producer took and did not settle ({@link
 * io.github.kinesisetl.producer.internal.durable.EventLog}), and how the next one sends them.
 */
@NullMarked
package io.github.kinesisetl.producer.internal.durable;

import org.jspecify.annotations.NullMarked;
