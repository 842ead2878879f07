/**
 * Encrypted frames: AES-256-GCM under data keys that a key service wraps. Begin with {@link
 * io.github.kinesisetl.core.encrypt.FrameCipher}.
 */
@NullMarked
package io.github.kinesisetl.core.encrypt;

import org.jspecify.annotations.NullMarked;
