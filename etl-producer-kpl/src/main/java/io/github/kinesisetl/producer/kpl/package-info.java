/**
 * {@code EventProducer} over KPL 1.1.1: the same interface for teams that must keep the library.
 * Begin with {@link io.github.kinesisetl.producer.kpl.KplEventProducer}.
 */
@NullMarked
package io.github.kinesisetl.producer.kpl;

import org.jspecify.annotations.NullMarked;
