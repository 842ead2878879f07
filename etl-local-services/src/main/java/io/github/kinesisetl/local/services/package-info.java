// SPDX-License-Identifier: Apache-2.0
/**
 * How the services of this module come to the port of {@code KinesisLocal}. Each service has a room
 * beside this one, and DynamoDB rooms within; each has what the sinks, stores and readers of this
 * project call and what KCL's leases need, refuses the rest by name, and gets nothing more.
 */
@NullMarked
package io.github.kinesisetl.local.services;

import org.jspecify.annotations.NullMarked;
