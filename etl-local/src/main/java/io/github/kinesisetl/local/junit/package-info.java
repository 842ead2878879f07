// SPDX-License-Identifier: Apache-2.0
/** The JUnit extension: a server and its clients as parameters of a test. */
@NullMarked
package io.github.kinesisetl.local.junit;

import org.jspecify.annotations.NullMarked;
