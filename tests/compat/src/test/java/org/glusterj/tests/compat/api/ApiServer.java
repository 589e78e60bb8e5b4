package org.glusterj.tests.compat.api;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.gfapi.Volume;

/**
 * Mounts a volume twice through the volume API and serves both to processes on a socket: HOST PORT VOLUME SOCKET.
 * Prints READY; runs until it is killed. One virtual thread accepts, each connection has its own. Owns the mounts and
 * the table of open files.
 */
public final class ApiServer {
    /** Longest wait for the end of a process that has been reaped. */
    private static final long END_SECONDS = 20;

    private final List<Volume> volumes;
    private final OpenFiles files = new OpenFiles();
    private final AtomicLong tokens = new AtomicLong();
    private final Map<Long, OpenFiles.Held> forked = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    private ApiServer(List<Volume> volumes) {
        this.volumes = volumes;
    }

    public static void main(String[] args) throws Exception {
        var mounted = new ArrayList<Volume>();
        for (int i = 0; i < 2; i++) {
            mounted.add(
                    Volume.builder()
                            .host(args[0])
                            .port(Integer.parseInt(args[1]))
                            .volume(args[2])
                            .timeout(Duration.ofSeconds(60))
                            .mount());
        }
        new ApiServer(List.copyOf(mounted)).serve(Path.of(args[3]));
    }

    private void serve(Path socket) throws IOException {
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            System.out.println("READY");
            while (true) {
                var process = new ApiProcess(this, listening.accept());
                Thread.ofVirtual().start(process);
            }
        }
    }

    Volume volume(int index) {
        return volumes.get(index);
    }

    OpenFiles files() {
        return files;
    }

    /** What a process about to be born has open: that of its parent. */
    long fork(OpenFiles.Held parent) {
        long token = tokens.incrementAndGet();
        forked.put(token, files.copy(parent));
        return token;
    }

    /** @param token of {@link #fork}, 0 for the first process */
    OpenFiles.Held begin(long token, long pid) {
        running.put(pid, new CompletableFuture<>());
        var inherited = forked.remove(token);
        return inherited == null ? new OpenFiles.Held() : inherited;
    }

    void ended(long pid) {
        var end = running.remove(pid);
        if (end != null) {
            end.complete(null);
        }
    }

    /** Returns when all that the process had is closed. */
    void awaitEnd(long pid) throws IOException {
        var end = running.get(pid);
        if (end == null) {
            return;
        }
        try {
            end.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IOException("process " + pid + " does not end", e);
        }
    }
}
