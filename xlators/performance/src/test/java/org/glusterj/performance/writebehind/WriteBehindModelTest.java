package org.glusterj.performance.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.RecordingChild;

/**
 * Random fops on one file through two descriptors, outcomes in any order, failures among them: every byte and every
 * error against a model. The model keeps for each byte the values that were written to it, in order, and takes away
 * those of a write that failed; each write has a value of its own.
 */
class WriteBehindModelTest {
    private static final int FILE_BYTES = 1 << 13;
    private static final int OPS = 120;
    private static final int O_RDWR = 2;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Random random;
    private GraphFixture fixture;
    private final List<Fd> fds = new ArrayList<>();
    private final List<Deque<Integer>> bytes = new ArrayList<>();
    private final Errno[] owed = new Errno[2];
    private OneFile disk;
    private int value;
    private boolean faults;

    /** The end of the last write; half of them go on there. */
    private int at;

    @Property(tries = 60)
    void everyByteAndEveryError(@ForAll long seed) throws Exception {
        random = new Random(seed);
        faults = random.nextInt(3) > 0;
        disk = new OneFile();
        bytes.clear();
        fds.clear();
        Arrays.fill(owed, null);
        for (int i = 0; i < FILE_BYTES; i++) {
            bytes.add(new ArrayDeque<>(List.of(0)));
        }
        var options =
                Map.of(
                        "aggregate-size", random.nextBoolean() ? "1KB" : "128KB",
                        "trickling-writes", random.nextBoolean() ? "on" : "off",
                        "strict-write-ordering", random.nextInt(5) == 0 ? "on" : "off");
        try (var graph = GraphFixture.of("performance/write-behind", options)) {
            fixture = graph;
            var file = graph.file("file");
            disk.gfid(file.gfid());
            graph.child().answer(disk);
            graph.child().holdStarted();
            fds.add(graph.graph().inodes().newFd(file, O_RDWR));
            fds.add(graph.graph().inodes().newFd(file, O_RDWR));
            try {
                for (int i = 0; i < OPS; i++) {
                    step();
                }
                finish();
            } finally {
                while (!graph.child().held().isEmpty()) {
                    graph.child().held().getFirst().answer();
                }
            }
        }
    }

    private void step() throws Exception {
        int which = random.nextInt(2);
        switch (random.nextInt(12)) {
            case 0 -> settleOne();
            case 1, 2 -> read(which);
            case 3 -> sync(which, new Fop.Flush(fds.get(which), Xdata.NULL));
            case 4 -> size(which);
            default -> write(which);
        }
    }

    private void write(int which) throws Exception {
        int length = 1 + random.nextInt(600);
        int offset = random.nextBoolean() ? at : random.nextInt(FILE_BYTES);
        if (offset + length > FILE_BYTES) {
            offset = 0;
        }
        at = offset + length;
        value = value % 120 + 1;
        var content = new byte[length];
        Arrays.fill(content, (byte) value);
        var expected = owed[which];
        int from = offset;
        if (expected != null) {
            assertThat(outcome(write(which, from, content))).isEqualTo(expected);
            owed[which] = null;
            return;
        }
        // entered before its outcome can be known
        for (int i = 0; i < length; i++) {
            bytes.get(from + i).addLast(value);
        }
        assertThat(outcome(write(which, from, content))).as("written early").isNull();
    }

    private interface Call {
        Reply call() throws FopException;
    }

    private Call write(int which, long offset, byte[] content) {
        return () -> {
            try (var data = Payload.copyOf(content)) {
                return fixture.call(new Fop.Writev(fds.get(which), offset, data, 0, Xdata.NULL));
            }
        };
    }

    private void read(int which) throws Exception {
        int offset = random.nextInt(FILE_BYTES);
        int length = 1 + random.nextInt(2000);
        var reply = new AtomicReference<byte[]>();
        var errno =
                outcome(
                        () -> {
                            var read =
                                    fixture.call(
                                            new Fop.Readv(
                                                    fds.get(which), offset, length, 0, Xdata.NULL));
                            reply.set(read.data().toBytes());
                            read.close();
                            return null;
                        });
        assertThat(errno).isNull();
        int size = disk.content().length;
        var wanted = new byte[Math.max(0, Math.min(length, size - offset))];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = (byte) (int) bytes.get(offset + i).peekLast();
        }
        assertThat(reply.get()).isEqualTo(wanted);
    }

    /** Nothing that was answered is missing in the size. */
    private void size(int which) throws Exception {
        var reply = new AtomicReference<Reply.Attr>();
        outcome(
                () -> {
                    reply.set(fixture.call(new Fop.Fstat(fds.get(which), Xdata.NULL)));
                    return null;
                });
        assertThat(fixture.child().held()).as("not done before the size was told").isEmpty();
        assertThat(reply.get().iatt().size()).isEqualTo(disk.content().length);
    }

    private void sync(int which, Fop<?> op) throws Exception {
        var errno = outcome(() -> fixture.call(op));
        assertThat(fixture.child().held()).as("all is done").isEmpty();
        assertThat(errno).isEqualTo(owed[which]);
        owed[which] = null;
    }

    /** As {@link #once}, until no lost connection is in its way. */
    private Errno outcome(Call call) throws Exception {
        Errno errno;
        do {
            errno = once(call);
        } while (errno == Errno.ENOTCONN);
        return errno;
    }

    /** The errno of a call that may have to wait, null for a success; outcomes of writes come meanwhile. */
    private Errno once(Call call) throws Exception {
        var result = new AtomicReference<Object>();
        var thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        call.call();
                                        result.set("done");
                                    } catch (FopException why) {
                                        result.set(why.errno());
                                    } catch (RuntimeException | Error bug) {
                                        result.set(bug);
                                    }
                                });
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (thread.isAlive()) {
            if (thread.getState() == Thread.State.WAITING) {
                settleOne();
            }
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            LockSupport.parkNanos(1000);
        }
        if (result.get() instanceof Throwable bug) {
            throw new AssertionError(bug);
        }
        return result.get() instanceof Errno errno ? errno : null;
    }

    private void settleOne() {
        var held = fixture.child().held();
        if (held.isEmpty()) {
            return;
        }
        var one = held.get(random.nextInt(held.size()));
        if (!faults || random.nextInt(6) > 0) {
            one.answer();
            return;
        }
        if (random.nextInt(4) == 0) {
            // stays, and is sent again
            one.fail(Errno.ENOTCONN);
            fixture.environment().advance(Ledger.AGAIN);
            return;
        }
        fails(one, random.nextBoolean() ? Errno.ENOSPC : Errno.EIO);
    }

    private void fails(RecordingChild.Held<?> one, Errno errno) {
        var op = (Fop.Writev) one.op();
        var content = op.data().toBytes();
        for (int i = 0; i < content.length; i++) {
            bytes.get((int) op.offset() + i).removeLastOccurrence((int) content[i]);
        }
        int which = fds.indexOf(op.fd());
        if (owed[which] == null) {
            owed[which] = errno;
        }
        one.fail(errno);
    }

    private void finish() throws Exception {
        for (int which = 0; which < 2; which++) {
            var flush = new Fop.Flush(fds.get(which), Xdata.NULL);
            sync(which, flush);
            assertThat(outcome(() -> fixture.call(flush))).as("told once").isNull();
        }
        var content = disk.content();
        for (int i = 0; i < content.length; i++) {
            assertThat(content[i]).as("byte " + i).isEqualTo((byte) (int) bytes.get(i).peekLast());
        }
        fds.forEach(Fd::close);
        assertThat(fixture.dump().toString()).contains("bytes_not_written=0");
    }
}
