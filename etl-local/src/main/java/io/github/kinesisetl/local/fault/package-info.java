/** Faults that a test scripts while the server runs. */
@NullMarked
package io.github.kinesisetl.local.fault;

import org.jspecify.annotations.NullMarked;
