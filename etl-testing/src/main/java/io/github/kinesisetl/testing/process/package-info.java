// SPDX-License-Identifier: Apache-2.0
/** Servers in processes of their own, for tests that need a real peer. */
@NullMarked
package io.github.kinesisetl.testing.process;

import org.jspecify.annotations.NullMarked;
