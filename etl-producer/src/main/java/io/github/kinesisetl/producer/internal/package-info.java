/**
 * What the rooms of a producer share: its time, its figures and the names of its settings. For
 * etl-producer only: nothing in packages named {@code internal} is kept from one version to the
 * next.
 */
@NullMarked
package io.github.kinesisetl.producer.internal;

import org.jspecify.annotations.NullMarked;
