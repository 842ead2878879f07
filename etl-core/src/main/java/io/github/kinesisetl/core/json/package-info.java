// SPDX-License-Identifier: Apache-2.0
/** JSON in bytes, for whom a tree costs too much: a cursor over it, and the quoting of texts. */
@NullMarked
package io.github.kinesisetl.core.json;

import org.jspecify.annotations.NullMarked;
