/** The seams over the AWS SDK for Java 2. */
@NullMarked
package io.github.kinesisetl.producer.aws;

import org.jspecify.annotations.NullMarked;
