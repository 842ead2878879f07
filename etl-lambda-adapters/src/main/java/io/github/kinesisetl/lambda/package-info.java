/**
 * Handlers that a team wires into its own AWS Lambda functions. Those of streams stand on {@link
 * io.github.kinesisetl.lambda.KinesisHandler}; {@link
 * io.github.kinesisetl.lambda.FirehoseTransformHandler} transforms what Firehose delivers.
 */
@NullMarked
package io.github.kinesisetl.lambda;

import org.jspecify.annotations.NullMarked;
