/**
 * Disk for producers: a log that survives the process ({@link
 * io.github.kinesisetl.producer.spool.Spool}), and room for what memory cannot hold ({@link
 * io.github.kinesisetl.producer.spool.SpillFile}). Producers use it; users set it up by {@code
 * ProducerOptions}.
 */
@NullMarked
package io.github.kinesisetl.producer.spool;

import org.jspecify.annotations.NullMarked;
