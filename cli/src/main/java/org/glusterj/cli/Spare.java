package org.glusterj.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glusterj.core.CommandLine;
import org.glusterj.core.Name;
import org.glusterj.fuse.MountCommand;
import org.glusterj.linux.At;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.ProcessTitle;
import org.glusterj.linux.Syscalls;

/**
 * {@code glusterj spare}: a process that has started, and rehearsed, before it is needed. It waits for
 * {@code mount.glusterj}, becomes the process of that mount and starts the next spare. What a JVM needs to start, most
 * of the time of a mount, is spent before.
 *
 * <p>Both talk through FIFOs in a directory of root's, as a shell can: who renames {@code request.PID} to a name of its
 * own has the spare, so two mounts never get the same one. It writes a line each: the log file, the volume, the mount
 * point, the options, END. From {@code answer.PID} it reads READY, or the reason and "CODE n"; the end without either
 * means that the spare is dead.
 *
 * <p>Runs on the main thread.
 */
final class Spare {
    private static final String HELP =
            """
            usage: glusterj spare [--dir DIRECTORY]
                   glusterj spare --stop [--dir DIRECTORY]

            Waits in DIRECTORY (/run/glusterj/spare) for the next mount.glusterj of this mount namespace, becomes its
            process, and starts the next one. Prints READY when a mount may come. With --stop the one that waits ends.
            Exit codes as of "glusterj mount"; 0 also when there is one already.
            """;

    private static final Path DIRECTORY = Path.of("/run/glusterj/spare");
    private static final String REQUEST = "request.";
    private static final String ANSWER = "answer.";
    private static final String TAKEN = "taken.";
    private static final String REHEARSAL = "rehearsal";
    private static final int FIFO = 0010600;
    private static final int FAILED = 2;

    /** Lines of a request before END. */
    private static final int LINES = 4;

    private static final int STOP_SECONDS = 10;
    private static final int LINE_MAX_BYTES = 64 * 1024;

    /** A mount is busy when it is new; the next spare needs the processor too. */
    private static final int NEXT_AFTER_SECONDS = 2;

    private final Path directory;
    private final Path launcher;
    private final PrintStream out;
    private final PrintStream err;
    private final Path log = ownLog();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Guarded by this. */
    private boolean nextStarted;

    private Spare(Path directory, PrintStream out, PrintStream err) {
        this.directory = directory;
        launcher = Path.of(System.getProperty("glusterj.home", "."), "bin", "glusterj");
        this.out = out;
        this.err = err;
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        var directory = DIRECTORY;
        boolean stop = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help", "-h" -> {
                    out.print(HELP);
                    return 0;
                }
                case "--stop" -> stop = true;
                case "--dir" -> {
                    if (++i == args.length || !args[i].startsWith("/")) {
                        err.println("glusterj spare: --dir needs an absolute path");
                        return Main.USAGE;
                    }
                    directory = Path.of(args[i]);
                }
                default -> {
                    err.println("glusterj spare: unknown argument " + args[i]);
                    err.print(HELP);
                    return Main.USAGE;
                }
            }
        }
        var spare = new Spare(directory, out, err);
        try {
            return stop ? spare.stop() : spare.start();
        } catch (IOException e) {
            err.println("glusterj spare: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** What a mount wants. Byte strings. */
    private record Request(String log, List<String> words) {}

    private int start() throws IOException, InterruptedException {
        if (Syscalls.system().geteuid() != 0) {
            err.println("glusterj spare: mounts of root only can use it; use sudo");
            return FAILED;
        }
        makeDirectory();
        try (var file = FileChannel.open(lockFile(), CREATE, READ, WRITE);
                var lock = file.tryLock()) {
            if (lock == null) {
                out.println("READY");
                return 0;
            }
            long pid = ProcessHandle.current().pid();
            file.truncate(0);
            file.write(ByteBuffer.wrap(Long.toString(pid).getBytes(StandardCharsets.US_ASCII)));
            removeLeftOvers();
            rehearse();
            return await(directory.resolve(REQUEST + pid), directory.resolve(ANSWER + pid), lock);
        }
    }

    /** Held by the one that waits, or is about to. */
    private Path lockFile() {
        return directory.resolve("lock");
    }

    private int await(Path request, Path answer, FileLock lock) throws IOException {
        // under its name when it is open: else who takes it at once would be alone with it
        var opening = directory.resolve(TAKEN + ProcessHandle.current().pid());
        make(answer);
        make(opening);
        try (var in = new RandomAccessFile(opening.toFile(), "rw");
                var reply = new RandomAccessFile(answer.toFile(), "rw")) {
            Files.move(opening, request);
            out.println("READY");
            out.flush();
            var wanted = read(in);
            // no spare any more that could be stopped
            lock.channel().truncate(0);
            lock.release();
            removeOwn(request, answer);
            return wanted == null ? FAILED : become(wanted, reply);
        } finally {
            removeOwn(request, answer);
            next();
        }
    }

    /** Whoever uses them has them open. */
    private void removeOwn(Path request, Path answer) throws IOException {
        Files.deleteIfExists(request);
        Files.deleteIfExists(answer);
        Files.deleteIfExists(directory.resolve(TAKEN + ProcessHandle.current().pid()));
    }

    /** Root's alone: who may write here says what root mounts. */
    private void makeDirectory() throws IOException {
        Files.createDirectories(directory.getParent());
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            var mode = PosixFilePermissions.fromString("rwx------");
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
        }
        var owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        var mode = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (!Integer.valueOf(0).equals(owner)
                || !PosixFilePermissions.toString(mode).endsWith("------")) {
            throw new IOException(directory + " must belong to root, and be of mode 700");
        }
    }

    /** FIFOs of spares that were killed, and what they rehearsed with; the caller has the lock. */
    private void removeLeftOvers() throws IOException {
        try (var files = Files.newDirectoryStream(directory, "{request,answer,taken}.*")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (!isSpare(name.substring(name.lastIndexOf('.') + 1))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        try (var scratch = Files.newDirectoryStream(directory, REHEARSAL + "*")) {
            for (var left : scratch) {
                remove(left);
            }
        }
    }

    private static boolean isSpare(String pid) {
        return pid.matches("[0-9]{1,9}")
                && String.join(" ", CommandLine.of(Long.parseLong(pid)))
                        .contains("org.glusterj.cli.Main spare");
    }

    private int stop() throws IOException, InterruptedException {
        var pid = Files.exists(lockFile()) ? Files.readString(lockFile()).strip() : "";
        var process =
                isSpare(pid)
                        ? ProcessHandle.of(Long.parseLong(pid))
                        : Optional.<ProcessHandle>empty();
        if (process.isPresent()) {
            process.get().destroy();
            if (!hasEnded(process.get()) && process.get().destroyForcibly()) {
                hasEnded(process.get());
            }
        }
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (var file = FileChannel.open(lockFile(), CREATE, READ, WRITE);
                var lock = file.tryLock()) {
            if (lock != null) {
                removeLeftOvers();
            }
        }
        return 0;
    }

    private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static void make(Path fifo) throws IOException {
        var name = Name.ofText(fifo.toString());
        if (Syscalls.system().mknodat(At.AT_FDCWD, name, FIFO, 0) < 0) {
            throw new IOException("cannot make " + fifo);
        }
    }

    private void rehearse() throws IOException, InterruptedException {
        var scratch = Files.createTempDirectory(directory, REHEARSAL);
        try {
            new Rehearsal(launcher, scratch, err).run();
        } finally {
            remove(scratch);
        }
        System.gc();
    }

    private static void remove(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Null for what is no request. */
    private static Request read(RandomAccessFile in) throws IOException {
        var lines = new ArrayList<String>();
        var line = new ByteArrayOutputStream();
        while (lines.size() <= LINES && line.size() < LINE_MAX_BYTES) {
            int octet = in.read();
            if (octet != '\n') {
                line.write(octet);
                continue;
            }
            lines.add(line.toString(StandardCharsets.ISO_8859_1));
            line.reset();
        }
        if (lines.size() != LINES + 1 || !lines.getLast().equals("END")) {
            return null;
        }
        var words = new ArrayList<>(lines.subList(1, LINES - 1));
        if (!lines.get(LINES - 1).isEmpty()) {
            words.addAll(List.of("-o", lines.get(LINES - 1)));
        }
        return new Request(lines.getFirst(), words);
    }

    private int become(Request wanted, RandomAccessFile reply) throws IOException {
        logTo(wanted.log());
        var title = new ArrayList<>(List.of("java", "org.glusterj.cli.Main", "mount"));
        title.addAll(wanted.words());
        ProcessTitle.set(title);
        var reason = new ByteArrayOutputStream();
        int code =
                MountCommand.run(
                        wanted.words(),
                        () -> ready(reply),
                        new PrintStream(reason, true, StandardCharsets.UTF_8));
        err.write(reason.toByteArray());
        if (reply.getFD().valid()) {
            reply.write(reason.toByteArray());
            answer(reply, "CODE " + code);
        }
        return code;
    }

    private void ready(RandomAccessFile reply) {
        answer(reply, "READY");
        Thread.ofPlatform().daemon().name("next-spare").start(this::nextLater);
    }

    private void answer(RandomAccessFile reply, String line) {
        try (reply) {
            reply.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            err.println("glusterj spare: nobody reads the answer: " + e.getMessage());
        }
    }

    private void nextLater() {
        try {
            if (!ended.await(NEXT_AFTER_SECONDS, TimeUnit.SECONDS)) {
                startNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once; the process may end before it was time. */
    private void next() {
        ended.countDown();
        startNext();
    }

    private synchronized void startNext() {
        if (nextStarted) {
            return;
        }
        nextStarted = true;
        try {
            new ProcessBuilder(
                            launcher.toString(),
                            "--daemon",
                            "--log-file",
                            log.toString(),
                            "spare",
                            "--dir",
                            directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            err.println("glusterj spare: the next one was not started: " + e.getMessage());
        }
    }

    /** What stderr is now, which becomes the mount's. */
    private static Path ownLog() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
        } catch (IOException e) {
            return Path.of("/dev/null");
        }
    }

    private void logTo(String file) {
        var sys = Syscalls.system();
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND;
        int fd = sys.openat(At.AT_FDCWD, file, flags | OpenFlags.O_CLOEXEC, 0644);
        if (fd >= 0) {
            err.flush();
            sys.dup2(fd, 2);
            sys.close(fd);
        } else {
            err.println("glusterj spare: cannot write " + Name.toText(file));
        }
    }
}
