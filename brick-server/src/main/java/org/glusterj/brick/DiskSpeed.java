package org.glusterj.brick;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How fast a brick's file system takes or gives blocks of zeros, as {@code volume top read-perf} and {@code write-perf}
 * measure it: through the page cache, as stock does. The file has no name while it is used.
 *
 * @param micros how long it took
 */
record DiskSpeed(double bytesPerMicro, double micros) {
    /** A brick serves meanwhile, and whoever asks waits. */
    static final long MAX_BYTES = 1L << 30;

    private static final long MAX_BLOCK = 16 << 20;

    /**
     * @param directory the brick's
     * @param reads whether reading is measured, else writing
     * @throws IOException with a sentence, also for blocks that are too many or too large
     */
    static DiskSpeed measure(Path directory, long size, long count, boolean reads)
            throws IOException {
        if (directory == null) {
            throw new IOException("the brick has no disk");
        }
        if (size < 1 || size > MAX_BLOCK || count < 1 || count > MAX_BYTES / size) {
            throw new IOException("a disk is measured by blocks of at most 16 MiB, 1 GiB together");
        }
        var file = Files.createTempFile(directory.resolve(".glusterfs"), "speed-", "");
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(file);
            var block = ByteBuffer.allocateDirect((int) size);
            long begun = System.nanoTime();
            for (long i = 0; i < count; i++) {
                block.clear();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
            }
            if (reads) {
                channel.position(0);
                begun = System.nanoTime();
                for (long i = 0; i < count; i++) {
                    block.clear();
                    while (block.hasRemaining()) {
                        channel.read(block);
                    }
                }
            }
            double micros = Math.max(1, System.nanoTime() - begun) / 1000.0;
            return new DiskSpeed(size * count / micros, micros);
        }
    }
}
