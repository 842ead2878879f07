/** What an event must look like, how that may change, and what was wrong with one that does not. */
@NullMarked
package io.github.kinesisetl.core.schema;

import org.jspecify.annotations.NullMarked;
