// SPDX-License-Identifier: Apache-2.0
/** JSON events as the ready-made handlers pass them on: stamped with their identity, normalised. */
@NullMarked
package io.github.kinesisetl.engine.event;

import org.jspecify.annotations.NullMarked;
