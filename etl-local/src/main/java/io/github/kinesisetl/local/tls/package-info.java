/**
 * The certificate that the server shows, made at start-up with nothing but {@code java.security}.
 *
 * <p>Not for use from outside this module: it may change in any release.
 */
@NullMarked
package io.github.kinesisetl.local.tls;

import org.jspecify.annotations.NullMarked;
