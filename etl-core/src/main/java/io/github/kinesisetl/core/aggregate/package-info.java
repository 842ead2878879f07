/** Many records in one entry: the KPL aggregate format, written and read by hand, and our own. */
@NullMarked
package io.github.kinesisetl.core.aggregate;

import org.jspecify.annotations.NullMarked;
