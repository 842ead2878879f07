/**
 * An embedded Amazon Kinesis for tests and examples: start it, script its faults, move its clock.
 */
@NullMarked
package io.github.kinesisetl.local;

import org.jspecify.annotations.NullMarked;
