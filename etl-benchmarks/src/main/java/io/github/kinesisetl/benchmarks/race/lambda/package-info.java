// SPDX-License-Identifier: Apache-2.0
/** The race of Lambda functions, in the runtime client that Lambda itself runs. */
@NullMarked
package io.github.kinesisetl.benchmarks.race.lambda;

import org.jspecify.annotations.NullMarked;
