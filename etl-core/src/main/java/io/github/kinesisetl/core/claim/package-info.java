/**
 * Claim checks: events too large for the stream lie in object storage, and a small record points to
 * them.
 */
@NullMarked
package io.github.kinesisetl.core.claim;

import org.jspecify.annotations.NullMarked;
