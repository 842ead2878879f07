// SPDX-License-Identifier: Apache-2.0
/**
 * Amazon SNS: topics that deliver to queues of this server and record what was published. Its one
 * door is {@link io.github.kinesisetl.local.sns.SnsService}.
 */
@NullMarked
package io.github.kinesisetl.local.sns;

import org.jspecify.annotations.NullMarked;
