// SPDX-License-Identifier: Apache-2.0
/** What sinks and stores share. For this module alone: it changes without notice. */
@NullMarked
package io.github.kinesisetl.sinks.internal;

import org.jspecify.annotations.NullMarked;
