// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets one producer at a time use a directory: two would send each other's events again. */
final class DirectoryLock implements Closeable {

  private static final String FILE_NAME = "lock";

  /**
   * Directories that this process holds. The operating system drops a process's lock when it closes
   * any channel to the file, so a second producer must be refused before it opens one.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static DirectoryLock acquire(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(real, "another producer of this process");
    }
    FileChannel channel = null;
    try {
      channel =
          PrivateFiles.open(
              real.resolve(FILE_NAME), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(real, "another process");
      }
      return new DirectoryLock(real, channel);
    } catch (IOException e) {
      HELD.remove(real);
      close(channel);
      throw e;
    }
  }

  Path path() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    channel.close(); // releases the lock
    HELD.remove(directory);
  }

  private static void close(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private static IOException inUse(Path directory, String by) {
    return new IOException(
        "the spool %s is in use by %s; give each producer a directory of its own"
            .formatted(directory, by));
  }
}
