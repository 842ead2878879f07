/**
 * What comes next, and when: queues that need no memory to add to, and whoever waits for what is in
 * them. Knows nothing of what is queued.
 */
@NullMarked
package io.github.kinesisetl.producer.internal.schedule;

import org.jspecify.annotations.NullMarked;
