// SPDX-License-Identifier: Apache-2.0
/** JSON by hand, where a library's own cost would show; knows no other room. */
@NullMarked
package io.github.kinesisetl.core.json;

import org.jspecify.annotations.NullMarked;
