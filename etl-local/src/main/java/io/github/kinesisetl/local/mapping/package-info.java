/**
 * An event source mapping: delivers what lies on a stream to a Lambda function in this process,
 * with the batching, retries and partial responses of AWS Lambda.
 */
@NullMarked
package io.github.kinesisetl.local.mapping;

import org.jspecify.annotations.NullMarked;
