// SPDX-License-Identifier: Apache-2.0
/**
 * Functions that are deployed as they are, with environment variables only (docs/lambda.md lists
 * them). Give Lambda one of these classes as the handler.
 */
@NullMarked
package io.github.kinesisetl.lambda.deploy;

import org.jspecify.annotations.NullMarked;
