// SPDX-License-Identifier: Apache-2.0
/**
 * What requests to Kinesis and its answers speak of: keys, entries, states and errors, as values
 * that know no stream.
 *
 * <p>A server must not share its client's code, or both could be wrong in the same way and agree.
 * So this room has a {@link io.github.kinesisetl.local.api.HashKey} of its own, though etl-core has
 * one, too, and nothing in this module depends on etl-core.
 *
 * <p>Not for use from outside this module: it may change in any release.
 */
@NullMarked
package io.github.kinesisetl.local.api;

import org.jspecify.annotations.NullMarked;
