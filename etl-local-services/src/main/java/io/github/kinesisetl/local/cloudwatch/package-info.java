// SPDX-License-Identifier: Apache-2.0
/** Amazon CloudWatch, of which one operation is answered: metrics are validated and recorded. */
@NullMarked
package io.github.kinesisetl.local.cloudwatch;

import org.jspecify.annotations.NullMarked;
