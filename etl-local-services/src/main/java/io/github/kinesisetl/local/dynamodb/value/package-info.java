// SPDX-License-Identifier: Apache-2.0
/** DynamoDB's values and items: their types, order, size and form on the wire, and its errors. */
@NullMarked
package io.github.kinesisetl.local.dynamodb.value;

import org.jspecify.annotations.NullMarked;
