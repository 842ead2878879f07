/**
 * From records to outcomes: gathered by shard, queued in order, sent as requests, sent again where
 * they failed or belong elsewhere, and settled once. {@link
 * io.github.kinesisetl.producer.internal.delivery.DeliveryEngine} is the door.
 */
@NullMarked
package io.github.kinesisetl.producer.internal.delivery;

import org.jspecify.annotations.NullMarked;
