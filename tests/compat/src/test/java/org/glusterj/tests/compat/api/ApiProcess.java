package org.glusterj.tests.compat.api;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.glusterj.core.Cancel;
import org.glusterj.core.LkOwner;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.Volume;

/**
 * One process of a case: its connection, what it has open, the owner of its locks. Requests are {@code number,
 * operation, uid, gid, groups, umask, volume, arguments...}, replies {@code number, errno, results...}; errno -1 is a
 * failure of this program, with words. Calls run one at a time on a virtual thread each, so that the end of the
 * connection is seen while one waits; the state belongs to whichever of the two runs.
 */
final class ApiProcess implements Runnable {
    private final ApiServer server;
    private final SocketChannel channel;
    private final Wire wire;
    private final LkOwner locks = LkOwner.of(ThreadLocalRandom.current().nextLong());
    private volatile Cancel cancel = new Cancel();
    private volatile OpenFiles.Held held = new OpenFiles.Held();
    private volatile boolean locked;
    private long pid;
    private CountDownLatch idle = new CountDownLatch(0);

    ApiProcess(ApiServer server, SocketChannel channel) {
        this.server = server;
        this.channel = channel;
        wire = new Wire(channel);
    }

    @Override
    public void run() {
        try (channel) {
            while (true) {
                var request = wire.read();
                if (request == null) {
                    return;
                }
                // A process that asks again has given up what it waited for.
                cancel.fire();
                idle.await();
                cancel = new Cancel();
                var done = new CountDownLatch(1);
                idle = done;
                Thread.ofVirtual().start(() -> answer(request, done));
            }
        } catch (IOException e) {
            System.err.println("process " + pid + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Everything is closed and unlocked when this returns; a second call finds nothing left. */
    private void end() {
        cancel.fire();
        try {
            idle.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.files().closeAll(held, locked ? locks : null);
        server.ended(pid);
    }

    private void answer(Wire.Values request, CountDownLatch done) {
        try {
            wire.write(replyTo(request));
        } catch (IOException e) {
            System.err.println("process " + pid + " has gone: " + e.getMessage());
        } finally {
            done.countDown();
        }
    }

    private List<Object> replyTo(Wire.Values request) {
        long number = request.number();
        List<Object> reply = new ArrayList<>();
        try {
            var results = call(request);
            reply.addAll(List.of(number, 0));
            reply.addAll(results);
        } catch (GlusterException e) {
            reply.addAll(List.of(number, e.errno().code()));
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            reply.addAll(List.of(number, -1, e.toString()));
        }
        return reply;
    }

    private List<?> call(Wire.Values request) throws IOException {
        var operation = request.raw();
        int uid = request.integer();
        int gid = request.integer();
        var groups = request.raw();
        int umask = request.integer();
        int index = request.integer();
        switch (operation) {
            case "begin" -> {
                pid = request.number();
                held = server.begin(request.number(), pid);
                return List.of();
            }
            case "fork" -> {
                return List.of(server.fork(held));
            }
            case "reaped" -> {
                server.awaitEnd(request.number());
                return List.of();
            }
            case "exit" -> {
                server.files().closeAll(held, locked ? locks : null);
                return List.of();
            }
            default -> {
                var volume =
                        server.volume(index)
                                .as(uid, gid, numbers(groups))
                                .withUmask(umask)
                                .withRawNames();
                return new ApiCalls(this, volume).run(operation, request);
            }
        }
    }

    private static int[] numbers(String text) {
        return text.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    OpenFiles.Open file(long id) throws GlusterException {
        return server.files().get(id);
    }

    long opened(AutoCloseable object, Volume volume) {
        return server.files().add(held, object, volume);
    }

    void duplicate(long id) throws GlusterException {
        server.files().duplicate(held, id);
    }

    void close(long id) throws IOException {
        server.files().close(held, id, locked ? locks : null);
    }

    /** The owner of the locks of this process. */
    LkOwner processLocks() {
        locked = true;
        return locks;
    }

    /** Fired when the process no longer waits for the call under way. */
    Cancel cancel() {
        return cancel;
    }
}
