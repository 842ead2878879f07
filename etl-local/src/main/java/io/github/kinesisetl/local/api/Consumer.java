// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.time.Instant;

/**
 * A registered consumer, for enhanced fan-out.
 *
 * @param name its name, unique within the stream
 * @param arn its ARN
 * @param streamArn the stream's ARN
 * @param created when it was registered
 * @param active whether it can subscribe already
 */
public record Consumer(
    String name, String arn, String streamArn, Instant created, boolean active) {}
