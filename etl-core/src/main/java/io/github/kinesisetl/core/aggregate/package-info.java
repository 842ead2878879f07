/** The KPL aggregate format, written and read by hand. */
@NullMarked
package io.github.kinesisetl.core.aggregate;

import org.jspecify.annotations.NullMarked;
