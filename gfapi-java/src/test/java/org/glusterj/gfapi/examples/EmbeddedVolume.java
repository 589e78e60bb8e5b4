package org.glusterj.gfapi.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.glusterj.gfapi.Changes;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.LockKind;
import org.glusterj.gfapi.OpenFlags;
import org.glusterj.gfapi.Volume;

/** Mounts a volume inside this program and works with its files: HOST PORT VOLUME. */
public final class EmbeddedVolume {
    private EmbeddedVolume() {}

    public static void main(String[] args) throws GlusterException {
        var mounting =
                Volume.builder().host(args[0]).port(Integer.parseInt(args[1])).volume(args[2]);
        try (var volume = mounting.timeout(Duration.ofSeconds(20)).mount()) {
            volume.mkdir("/embedded", 0755);
            try (var file = volume.creat("/embedded/greeting", OpenFlags.RDWR, 0644)) {
                file.pwrite(ByteBuffer.wrap("hello, volume\n".getBytes(UTF_8)), 0);
                file.setXattr("user.language", "en".getBytes(UTF_8), 0);
                file.fsync();

                file.lock(LockKind.EXCLUSIVE, 0, 5);
                var buffer = ByteBuffer.allocate(100);
                file.pread(buffer, 7);
                System.out.print("read: " + UTF_8.decode(buffer.flip()));
                file.unlock(0, 5);
            }
            volume.symlink("greeting", "/embedded/link");
            volume.setAttributes("/embedded/link", true, Changes.NONE.mode(0600));

            var user = volume.as(1000, 1000);
            try {
                user.open("/embedded/greeting", OpenFlags.RDONLY).close();
            } catch (GlusterException e) {
                System.out.println("user 1000: " + e.errno());
            }

            var async = volume.async();
            var writes = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 100; i++) {
                var content = ByteBuffer.wrap(("number " + i).getBytes(UTF_8));
                writes.add(
                        async.creat("/embedded/file" + i, OpenFlags.WRONLY, 0644)
                                .thenCompose(
                                        file ->
                                                file.pwrite(content, 0)
                                                        .thenCompose(n -> file.closeAsync())));
            }
            CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();

            try (var entries = volume.list("/embedded")) {
                long bytes = entries.mapToLong(entry -> entry.iatt().size()).sum();
                System.out.println("bytes in all entries: " + bytes);
            }
            System.out.println("free: " + (volume.statvfs("/").bavail() > 0));
        }
    }
}
