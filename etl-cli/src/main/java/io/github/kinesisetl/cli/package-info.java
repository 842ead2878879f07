// SPDX-License-Identifier: Apache-2.0
/** The command {@code etl}: what an operator of a stream runs, each a subcommand of one jar. */
@NullMarked
package io.github.kinesisetl.cli;

import org.jspecify.annotations.NullMarked;
