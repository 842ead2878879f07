// SPDX-License-Identifier: Apache-2.0
/** Our handlers in the runtime client that Lambda itself runs. */
@NullMarked
package io.github.kinesisetl.benchmarks.runtime;

import org.jspecify.annotations.NullMarked;
