// SPDX-License-Identifier: Apache-2.0
/** Servers that others wrote, against which the same checks run; only with the profile oracle. */
@NullMarked
package io.github.kinesisetl.local.oracle;

import org.jspecify.annotations.NullMarked;
