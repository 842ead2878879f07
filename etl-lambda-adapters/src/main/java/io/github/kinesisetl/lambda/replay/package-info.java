// SPDX-License-Identifier: Apache-2.0
/**
 * Puts dead letters back: takes them from where the dead-letter sinks wrote them, page by page,
 * puts their original bytes on a stream under their original key, and deletes what is stored.
 * {@link io.github.kinesisetl.lambda.replay.Main} is the command, {@link
 * io.github.kinesisetl.lambda.replay.Replay} the same for programs.
 */
@NullMarked
package io.github.kinesisetl.lambda.replay;

import org.jspecify.annotations.NullMarked;
