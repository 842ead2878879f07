// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of items and done to them: conditions, updates and projections, and how they are
 * read from expressions. Knows no table.
 */
@NullMarked
package io.github.kinesisetl.local.dynamodb.expression;

import org.jspecify.annotations.NullMarked;
