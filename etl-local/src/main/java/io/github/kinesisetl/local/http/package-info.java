/**
 * The network: one port that speaks HTTP/1.1, HTTP/2 and TLS, told apart by the first bytes.
 *
 * <p>Not for use from outside this module: it may change in any release.
 */
@NullMarked
package io.github.kinesisetl.local.http;

import org.jspecify.annotations.NullMarked;
