/**
 * The model of Kinesis: streams, shards, sequence numbers and iterators, without a network. What it
 * takes and gives are the values of {@code local.api}, which say why they are not etl-core's; what
 * it keeps to is in {@code local.limit}.
 *
 * <p>Everything hangs on one {@link io.github.kinesisetl.local.stream.Account}, which is also the
 * one lock: every public method of this package that touches an account holds its monitor.
 *
 * <p>Not for use from outside this module: it may change in any release.
 */
@NullMarked
package io.github.kinesisetl.local.stream;

import org.jspecify.annotations.NullMarked;
