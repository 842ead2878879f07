// SPDX-License-Identifier: Apache-2.0
/**
 * Sinks over AWS services, each one small class over one client. The clients are optional on the
 * class path: whoever uses a sink adds the SDK's module for it. A client costs most of a second of
 * processor time on a cold start, so sinks ask for theirs when they have something to write.
 */
@NullMarked
package io.github.kinesisetl.sinks;

import org.jspecify.annotations.NullMarked;
