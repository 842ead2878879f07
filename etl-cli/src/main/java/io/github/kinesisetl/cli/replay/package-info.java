// SPDX-License-Identifier: Apache-2.0
/**
 * Puts dead letters back: takes them from where the dead-letter sinks wrote them, page by page,
 * puts their original bytes on a stream under their original key, and deletes what is stored.
 * {@link io.github.kinesisetl.cli.replay.ReplayCommand} is the command, {@link
 * io.github.kinesisetl.cli.replay.Replay} the same for programs.
 */
@NullMarked
package io.github.kinesisetl.cli.replay;

import org.jspecify.annotations.NullMarked;
