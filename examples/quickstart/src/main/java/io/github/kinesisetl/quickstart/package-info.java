/** The main job: real events through an embedded Kinesis and three Lambda handlers. */
@NullMarked
package io.github.kinesisetl.quickstart;

import org.jspecify.annotations.NullMarked;
