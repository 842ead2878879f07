// SPDX-License-Identifier: Apache-2.0
/**
 * A subset of Amazon DynamoDB: tables with a hash key and perhaps a range key, items, conditions,
 * updates, queries and transactions. Its one door is {@link
 * io.github.kinesisetl.local.dynamodb.DynamoDbService}.
 */
@NullMarked
package io.github.kinesisetl.local.dynamodb;

import org.jspecify.annotations.NullMarked;
