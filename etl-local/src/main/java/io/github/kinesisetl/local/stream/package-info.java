/**
 * The model of Kinesis: streams, shards, sequence numbers, iterators and limits, without a network.
 *
 * <p>Everything hangs on one {@link io.github.kinesisetl.local.stream.Account}, which is also the
 * one lock: every public method of this package that touches an account holds its monitor.
 *
 * <p>Not for use from outside this module: it may change in any release.
 */
@NullMarked
package io.github.kinesisetl.local.stream;

import org.jspecify.annotations.NullMarked;
