// SPDX-License-Identifier: Apache-2.0
/**
 * What an invocation delivers, read from the service's JSON without a tree, or taken from an event
 * that the runtime has read. Begin with {@link io.github.kinesisetl.lambda.event.EventReader}.
 */
@NullMarked
package io.github.kinesisetl.lambda.event;

import org.jspecify.annotations.NullMarked;
