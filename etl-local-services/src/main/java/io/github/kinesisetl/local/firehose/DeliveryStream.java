// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import java.time.Instant;

/**
 * A delivery stream.
 *
 * @param name its name
 * @param arn its ARN
 * @param type what feeds it, DirectPut
 * @param created when
 */
record DeliveryStream(String name, String arn, String type, Instant created) {}
