/**
 * The operations of Kinesis as bytes: AWS JSON 1.1 and AWS CBOR 1.1 in and out. It knows the model,
 * but no network.
 *
 * <p>Not for use from outside this module: it may change in any release.
 */
@NullMarked
package io.github.kinesisetl.local.wire;

import org.jspecify.annotations.NullMarked;
