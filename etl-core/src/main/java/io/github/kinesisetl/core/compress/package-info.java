/** Frames: gzip and zstd, with reused contexts and hard bounds on what comes out. */
@NullMarked
package io.github.kinesisetl.core.compress;

import org.jspecify.annotations.NullMarked;
