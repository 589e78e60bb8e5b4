package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.core.Name;

/**
 * Keeps one brick process as it should be: there, with the wanted bricks in their wanted form, and nothing else. A
 * thread of its own compares and acts whenever something is wanted, the process is lost, or {@link #LOOK} is over; what
 * fails is tried again after a growing pause. {@code kept} and what is told of the process are guarded by the monitor;
 * {@code link} belongs to the thread.
 */
final class BrickHostProcess implements AutoCloseable {
    /** Between two looks at a process that says nothing. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(60);

    /** For the orderly end of a process. */
    private static final Duration END = Duration.ofSeconds(60);

    private static final Log LOG = Log.of(BrickHostProcess.class);

    /**
     * A brick that shall be served.
     *
     * @param volfile where the process finds its graph
     * @param text of that file, a byte string
     * @param pidFile that says which process serves the brick
     */
    record Wanted(Path volfile, String text, Path pidFile) {}

    /** What is so. @param reason why it is not served, or null while that is not known yet */
    record View(boolean online, int port, long pid, int clients, String reason) {}

    private static final class Kept {
        Wanted wanted;

        /** The text of the graph that runs; null = not known. */
        String running;

        boolean online;

        /** Its disk failed: it stays down until somebody says otherwise. */
        boolean sick;

        int clients;
        String reason;
        final Pause pause = new Pause();
    }

    /** When to try again; guarded as its owner. */
    private static final class Pause {
        private int failures;
        private long until;

        long failed(long now) {
            var length = PAUSE_MIN.multipliedBy(1L << Math.min(failures++, 16));
            var bounded = length.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : length;
            until = now + bounded.toNanos();
            return bounded.toSeconds();
        }

        boolean isOver(long now) {
            return failures == 0 || now - until >= 0;
        }

        void reset() {
            failures = 0;
        }
    }

    private final HostFiles files;
    private final HostLauncher launcher;
    private final Environment environment;
    private final Map<String, Kept> kept = new HashMap<>();

    /** Pid files of bricks that are not wanted any more but may be served. */
    private final Map<String, Path> leaving = new HashMap<>();

    private final Pause launching = new Pause();
    private long pid;
    private int port;
    private String lastFailure;
    private boolean kicked;
    private boolean closed;
    private BrickLink link;

    BrickHostProcess(HostFiles files, HostLauncher launcher, Environment environment) {
        this.files = files;
        this.launcher = launcher;
        this.environment = environment;
    }

    void begin() {
        environment.spawn("keep-" + files.name(), this::keep);
    }

    /** @param bricks by name, a byte string; others are not served any more */
    synchronized void want(Map<String, Wanted> bricks) {
        for (var name : Set.copyOf(kept.keySet())) {
            if (!bricks.containsKey(name)) {
                leaving.put(name, kept.remove(name).wanted.pidFile());
            }
        }
        bricks.forEach(
                (name, wanted) -> {
                    var brick = kept.computeIfAbsent(name, n -> new Kept());
                    if (!wanted.equals(brick.wanted)) {
                        brick.wanted = wanted;
                        brick.pause.reset();
                    }
                });
        kick();
    }

    /** Tries at once what failed before. */
    synchronized void retry(String brick) {
        var found = kept.get(brick);
        if (found != null) {
            found.reason = null;
            if (found.sick) {
                found.sick = false;
                found.running = null;
            }
            found.pause.reset();
            launching.reset();
            kick();
        }
    }

    private synchronized void kick() {
        kicked = true;
        notifyAll();
    }

    synchronized boolean keeps(String brick) {
        return kept.containsKey(brick);
    }

    /** Whether nothing is wanted and nothing is left. */
    synchronized boolean isIdle() {
        return kept.isEmpty() && leaving.isEmpty() && pid == 0;
    }

    /** Null when the brick is not wanted here. */
    synchronized View view(String brick) {
        var found = kept.get(brick);
        return found == null
                ? null
                : new View(
                        found.online,
                        found.online ? port : 0,
                        found.online ? pid : 0,
                        found.clients,
                        found.reason);
    }

    /** Waits until the brick is served or is known not to be. @return as {@link #view} */
    synchronized View await(String brick, Duration patience) throws InterruptedException {
        long deadline = environment.nanoTime() + patience.toNanos();
        while (true) {
            var now = view(brick);
            if (now == null || now.online() || now.reason() != null || !waitUntil(deadline)) {
                return now;
            }
        }
    }

    /** Waits until the brick is gone. */
    synchronized boolean awaitGone(String brick, Duration patience) throws InterruptedException {
        long deadline = environment.nanoTime() + patience.toNanos();
        while (leaving.containsKey(brick)) {
            if (!waitUntil(deadline)) {
                return false;
            }
        }
        return true;
    }

    private boolean waitUntil(long deadline) throws InterruptedException {
        long left = deadline - environment.nanoTime();
        if (left <= 0 || closed) {
            return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
        return true;
    }

    private void keep() {
        try {
            while (awaitWork()) {
                try {
                    round();
                } catch (IOException e) {
                    failed(e);
                } catch (RuntimeException bug) {
                    LOG.say(DaemonMessage.KEEPER_BUG, bug);
                    failed(new IOException(bug));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (link != null) {
                link.close();
            }
        }
    }

    private synchronized boolean awaitWork() throws InterruptedException {
        if (!kicked && !closed) {
            TimeUnit.NANOSECONDS.timedWait(this, LOOK.toNanos());
        }
        kicked = false;
        return !closed;
    }

    private void round() throws IOException {
        var bricks = wanted();
        if (bricks.isEmpty()) {
            endProcess();
            return;
        }
        if (!connect()) {
            return;
        }
        var status = link.status();
        boolean acted = false;
        for (var brick : bricks.entrySet()) {
            var served = status.bricks().get(brick.getKey());
            if (isDue(brick.getKey(), brick.getValue(), served)) {
                serve(brick.getKey(), brick.getValue());
                acted = true;
            }
        }
        for (var name : status.bricks().keySet()) {
            if (!keeps(name)) {
                link.detach(name);
                acted = true;
            }
        }
        if (wanted().isEmpty()) {
            // The last went meanwhile: who waits for it waits for the process, too.
            endProcess();
            return;
        }
        took(acted ? link.status() : status);
    }

    private synchronized Map<String, Wanted> wanted() {
        var all = new HashMap<String, Wanted>();
        kept.forEach((name, brick) -> all.put(name, brick.wanted));
        return all;
    }

    /** False while it is not time to start the process again. */
    private boolean connect() throws IOException {
        if (link != null && link.isOpen()) {
            return true;
        }
        if (link != null) {
            LOG.say(DaemonMessage.HOST_LOST, files.name(), pid);
        }
        dropLink();
        var process = files.process();
        if (process.isPresent()) {
            LOG.say(DaemonMessage.HOST_FOUND, files.name(), process.get().pid());
        } else if (mayLaunch()) {
            long start = environment.nanoTime();
            files.remove();
            launcher.launch(files.pidFile(), files.socket(), files.log());
            long millis = Duration.ofNanos(environment.nanoTime() - start).toMillis();
            long started = files.process().map(ProcessHandle::pid).orElse(0L);
            LOG.say(DaemonMessage.HOST_LAUNCHED, files.name(), started, millis);
        } else {
            return false;
        }
        link = BrickLink.open(files.socket(), this::kick);
        synchronized (this) {
            launching.reset();
        }
        return true;
    }

    private void dropLink() {
        if (link != null) {
            link.close();
            link = null;
        }
        synchronized (this) {
            pid = 0;
            port = 0;
            for (var brick : kept.values()) {
                brick.online = false;
                brick.running = null;
            }
        }
    }

    private synchronized boolean mayLaunch() {
        if (launching.isOver(environment.nanoTime())) {
            return true;
        }
        kept.values().stream().filter(b -> b.reason == null).forEach(b -> b.reason = lastFailure);
        notifyAll();
        return false;
    }

    private void serve(String name, Wanted wanted) {
        try {
            write(wanted.volfile(), wanted.text());
            link.attach(wanted.volfile());
            attached(name, wanted);
        } catch (IOException e) {
            refused(name, e);
        }
    }

    private synchronized boolean isDue(String name, Wanted wanted, BrickLink.Served served) {
        var brick = kept.get(name);
        if (brick == null || !brick.pause.isOver(environment.nanoTime())) {
            return false;
        }
        if (served != null && !served.online() && brick.running != null) {
            brick.sick = true;
            brick.reason = "the health check failed";
        }
        return !brick.sick && (served == null || !wanted.text().equals(brick.running));
    }

    private synchronized void attached(String name, Wanted wanted) {
        var brick = kept.get(name);
        if (brick != null) {
            brick.running = wanted.text();
            brick.pause.reset();
            brick.reason = null;
        }
    }

    private synchronized void refused(String name, IOException why) {
        var brick = kept.get(name);
        if (brick != null) {
            long pause = brick.pause.failed(environment.nanoTime());
            brick.reason = String.valueOf(why.getMessage());
            brick.running = null;
            LOG.say(
                    DaemonMessage.BRICK_FAILED,
                    Name.toText(name),
                    files.name(),
                    brick.reason,
                    pause);
            notifyAll();
        }
    }

    /** Remembers the state of the process and tells who waits. */
    private void took(BrickLink.Status status) {
        for (var brick : wanted().entrySet()) {
            var served = status.bricks().get(brick.getKey());
            writePid(brick.getValue().pidFile(), served == null ? 0 : status.pid());
        }
        synchronized (this) {
            pid = status.pid();
            port = status.port();
            kept.forEach(
                    (name, brick) -> {
                        var served = status.bricks().get(name);
                        brick.online = served != null && served.online() && brick.running != null;
                        brick.clients = served == null ? 0 : served.clients();
                    });
            leaving.entrySet().removeIf(e -> isGone(e, status));
            notifyAll();
        }
    }

    private static boolean isGone(Map.Entry<String, Path> brick, BrickLink.Status status) {
        boolean gone = !status.bricks().containsKey(brick.getKey());
        if (gone) {
            writePid(brick.getValue(), 0);
        }
        return gone;
    }

    /** The process could not be started or asked. */
    private synchronized void failed(IOException why) {
        long pause = launching.failed(environment.nanoTime());
        lastFailure = String.valueOf(why.getMessage());
        LOG.say(DaemonMessage.HOST_FAILED, files.name(), why.getMessage(), pause);
        for (var brick : kept.values()) {
            brick.online = false;
            brick.reason = lastFailure;
        }
        notifyAll();
    }

    private void endProcess() throws IOException {
        var process = files.process();
        if (process.isPresent()) {
            end(process.get());
        }
        dropLink();
        files.remove();
        synchronized (this) {
            leaving.values().forEach(file -> writePid(file, 0));
            leaving.clear();
            notifyAll();
        }
    }

    private void end(ProcessHandle process) {
        try {
            if (link == null) {
                link = BrickLink.open(files.socket(), this::kick);
            }
            link.terminate();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            process.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException
                | java.util.concurrent.ExecutionException e) {
            LOG.say(DaemonMessage.HOST_KILLED, files.name(), process.pid());
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path file, String text) throws IOException {
        var bytes = text.getBytes(ISO_8859_1);
        Files.createDirectories(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @param number 0 = nobody serves the brick */
    private static void writePid(Path file, long number) {
        try {
            if (number == 0) {
                Files.deleteIfExists(file);
            } else if (!Files.exists(file) || !Files.readString(file).equals(number + "\n")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, number + "\n");
            }
        } catch (IOException e) {
            LOG.say(DaemonMessage.PID_FILE_LEFT, file, e.getMessage());
        }
    }

    /** Ends the thread, not the process. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
