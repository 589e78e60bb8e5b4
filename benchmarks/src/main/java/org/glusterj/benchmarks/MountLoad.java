package org.glusterj.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Loads a mount with metadata work and prints throughput, latency and the CPU time of the processes behind it, per
 * system-call group:
 *
 * <pre>
 * java … org.glusterj.benchmarks.MountLoad DIRECTORY SECONDS CALLERS[,CALLERS…] PID[,PID…]
 * </pre>
 *
 * Work: {@code stat} of a name (one LOOKUP with entry-timeout=0), {@code read} = open, read 4 KiB, close (LOOKUP, OPEN,
 * READ, FLUSH, RELEASE), {@code create} = create, close (LOOKUP, CREATE, FLUSH, RELEASE). Each caller is a platform
 * thread with its own files. The first round of each kind is warm-up and not shown.
 */
public final class MountLoad {
    private static final int FILES_PER_CALLER = 200;
    private static final int FILE_BYTES = 4096;
    private static final double TICKS_PER_SECOND = 100;

    private final Syscalls sys = Syscalls.system();
    private final String directory;
    private final String[] pids;

    private MountLoad(String directory, String[] pids) {
        this.directory = directory;
        this.pids = pids;
    }

    /** One kind of work: what caller {@code c} does in its {@code n}-th turn. */
    private interface Work {
        void turn(Caller caller, int n) throws IOException;
    }

    /** A caller's memory. */
    private static final class Caller {
        private final int number;
        private final int directory;
        private final StatBuf stat = new StatBuf();
        private final java.lang.foreign.MemorySegment buffer =
                Arena.ofAuto().allocate(FILE_BYTES, 8);
        private final long[] nanos = new long[1 << 16];
        private int turns;
        private int made;

        Caller(int number, int directory) {
            this.number = number;
            this.directory = directory;
        }
    }

    public static void main(String[] args) throws Exception {
        var load = new MountLoad(args[0], args[3].split(","));
        long seconds = Long.parseLong(args[1]);
        int[] callers = Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray();
        load.prepare(Arrays.stream(callers).max().orElse(1));
        System.out.printf(
                "%-8s %7s %10s %8s %8s  CPU us per turn of %s%n",
                "work", "callers", "turns/s", "p50 us", "p99 us", args[3]);
        for (var name : new String[] {"stat", "read", "create"}) {
            load.round(name, callers[callers.length - 1], seconds, false);
            for (int count : callers) {
                load.round(name, count, seconds, true);
            }
        }
    }

    private void prepare(int callers) throws IOException {
        for (int c = 0; c < callers; c++) {
            Files.createDirectories(Path.of(directory, "c" + c));
            for (int f = 0; f < FILES_PER_CALLER; f++) {
                var file = Path.of(directory, "c" + c, "f" + f);
                if (!Files.exists(file)) {
                    Files.write(file, new byte[FILE_BYTES]);
                }
            }
        }
    }

    private void round(String name, int count, long seconds, boolean shown) throws Exception {
        Work work =
                switch (name) {
                    case "stat" -> this::stat;
                    case "read" -> this::read;
                    default -> this::create;
                };
        var callers = new Caller[count];
        var threads = new Thread[count];
        var go = new CountDownLatch(1);
        var stop = new AtomicBoolean();
        for (int c = 0; c < count; c++) {
            var caller = callers[c] = new Caller(c, open(c));
            threads[c] = Thread.ofPlatform().start(() -> run(caller, work, go, stop));
        }
        double[] before = cpuSeconds();
        long start = System.nanoTime();
        go.countDown();
        Thread.sleep(seconds * 1000);
        stop.set(true);
        for (var thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - start) / 1e9;
        double[] after = cpuSeconds();
        if (shown) {
            print(name, callers, took, before, after);
        }
        cleanUp(callers);
    }

    private int open(int caller) throws IOException {
        var path = directory + "/c" + caller;
        return check(sys.openat(At.AT_FDCWD, path, OpenFlags.O_DIRECTORY, 0), path);
    }

    private static void run(Caller caller, Work work, CountDownLatch go, AtomicBoolean stop) {
        try {
            go.await();
            while (!stop.get()) {
                long from = System.nanoTime();
                work.turn(caller, caller.turns);
                caller.nanos[caller.turns++ & caller.nanos.length - 1] = System.nanoTime() - from;
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("caller " + caller.number + ": " + e);
            System.exit(1);
        }
    }

    private void stat(Caller caller, int n) throws IOException {
        var path = "f" + n % FILES_PER_CALLER;
        check(sys.statx(caller.directory, path, 0, StatBuf.STATX_BASIC_STATS, caller.stat), path);
    }

    private void read(Caller caller, int n) throws IOException {
        var path = "f" + n % FILES_PER_CALLER;
        int fd = check(sys.openat(caller.directory, path, OpenFlags.O_RDONLY, 0), path);
        check((int) sys.read(fd, caller.buffer), path);
        sys.close(fd);
    }

    private void create(Caller caller, int n) throws IOException {
        var path = "new" + n;
        int flags = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY;
        sys.close(check(sys.openat(caller.directory, path, flags, 0644), path));
        caller.made = n + 1;
    }

    private void cleanUp(Caller[] callers) throws IOException {
        for (var caller : callers) {
            for (int n = 0; n < caller.made; n++) {
                var path = "new" + n;
                check(sys.unlinkat(caller.directory, path, 0), path);
            }
            sys.close(caller.directory);
        }
    }

    private static int check(int result, String path) throws IOException {
        if (result < 0) {
            throw new IOException(path + ": " + LinuxErrno.text(result));
        }
        return result;
    }

    private void print(
            String name, Caller[] callers, double took, double[] before, double[] after) {
        long turns = Arrays.stream(callers).mapToLong(caller -> caller.turns).sum();
        long[] nanos =
                Arrays.stream(callers)
                        .flatMapToLong(
                                caller ->
                                        Arrays.stream(
                                                caller.nanos,
                                                0,
                                                Math.min(caller.turns, caller.nanos.length)))
                        .sorted()
                        .toArray();
        var cpu = new StringBuilder();
        for (int i = 0; i < pids.length; i++) {
            double micros = (after[i] - before[i]) * 1e6 / turns;
            cpu.append(String.format(Locale.ROOT, " %7.1f", micros));
        }
        System.out.printf(
                Locale.ROOT,
                "%-8s %7d %10.0f %8.1f %8.1f %s%n",
                name,
                callers.length,
                turns / took,
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) (nanos.length * 0.99)] / 1e3,
                cpu);
    }

    /** User and system time of each process so far. */
    private double[] cpuSeconds() throws IOException {
        var seconds = new double[pids.length];
        for (int i = 0; i < pids.length; i++) {
            var stat =
                    Files.readString(
                            Path.of("/proc/" + pids[i] + "/stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            seconds[i] =
                    (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        }
        return seconds;
    }
}
