// SPDX-License-Identifier: Apache-2.0
/** A function of one's own, beside the three that are deployed as they are. */
@NullMarked
package io.github.kinesisetl.functions;

import org.jspecify.annotations.NullMarked;
