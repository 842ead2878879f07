/**
 * Handlers that a team wires into its own AWS Lambda functions; all stand on {@link
 * io.github.kinesisetl.lambda.KinesisHandler}.
 */
@NullMarked
package io.github.kinesisetl.lambda;

import org.jspecify.annotations.NullMarked;
