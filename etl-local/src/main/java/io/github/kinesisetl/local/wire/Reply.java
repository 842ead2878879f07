// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

/** What comes back for a request: all at once, or over time. */
public sealed interface Reply permits Answer, Feed {}
