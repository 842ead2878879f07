// SPDX-License-Identifier: Apache-2.0
/** What a handler remembers of records that are done, for when they are delivered once more. */
@NullMarked
package io.github.kinesisetl.lambda.idempotency;

import org.jspecify.annotations.NullMarked;
