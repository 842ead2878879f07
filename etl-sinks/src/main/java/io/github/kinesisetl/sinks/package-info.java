// SPDX-License-Identifier: Apache-2.0
/**
 * Sinks over AWS services, each one small class over its clients. Those of the SDK are optional on
 * the class path: whoever uses such a sink adds the SDK's module for it; OpenSearch and Redshift
 * need none. A client costs most of a second of processor time on a cold start, so sinks ask for
 * theirs when they have something to write.
 */
@NullMarked
package io.github.kinesisetl.sinks;

import org.jspecify.annotations.NullMarked;
