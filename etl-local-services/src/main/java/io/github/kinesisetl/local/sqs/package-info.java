// SPDX-License-Identifier: Apache-2.0
/**
 * Amazon SQS: standard and FIFO queues with visibility timeouts, delays, retention and redrive. Its
 * one door is {@link io.github.kinesisetl.local.sqs.SqsService}.
 */
@NullMarked
package io.github.kinesisetl.local.sqs;

import org.jspecify.annotations.NullMarked;
