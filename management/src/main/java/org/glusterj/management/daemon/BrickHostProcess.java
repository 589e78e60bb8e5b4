package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.glusterj.brick.VolfileSum;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.linux.ProcessSyscalls;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.transaction.ActionException;

/**
 * Keeps one brick process as it should be: there, with the wanted bricks in their wanted form, and nothing else. A
 * brick that cannot be served is tried again after a growing pause. What is wanted and what is told of the process are
 * guarded by the monitor; the thread of the {@link KeptProcess} acts.
 */
final class BrickHostProcess implements Duty<BrickLink>, AutoCloseable {
    private static final Log LOG = Log.of(BrickHostProcess.class);

    /** While many bricks begin, clients of the first need not wait for the last. */
    private static final Duration TELL = Duration.ofMillis(500);

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

    /** Who is told what becomes of bricks; must not block. */
    interface Watch {
        /** @param brick its name, a byte string */
        void online(String brick, boolean is);

        /** The disk of a brick failed. */
        void sick(String brick);
    }

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

    private final HostFiles files;
    private final Environment environment;
    private final KeptProcess<BrickLink> process;
    private final Watch watch;
    private final Map<String, Kept> kept = new HashMap<>();

    /** Pid files of bricks that are not wanted any more but may be served. */
    private final Map<String, Path> leaving = new HashMap<>();

    /** Whether bricks that are not wanted are known not to be: otherwise they stay. */
    private boolean complete;

    private long pid;
    private int port;

    /** When it was last told what is so; the keeper's thread alone. */
    private long told;

    private boolean begun;
    private boolean closed;

    BrickHostProcess(HostFiles files, HostLauncher launcher, Environment environment, Watch watch) {
        this.watch = watch;
        this.files = files;
        this.environment = environment;
        this.process = new KeptProcess<>(files, launcher, environment, this);
    }

    /** After the first {@link #want}: a process of which nothing is wanted yet is not to be ended. Again: nothing. */
    synchronized void begin() {
        if (!begun) {
            begun = true;
            process.begin();
        }
    }

    /** Where the process takes orders. */
    Path socket() {
        return files.socket();
    }

    /**
     * @param bricks by name, a byte string
     * @param all others are not served any more
     */
    synchronized void want(Map<String, Wanted> bricks, boolean all) {
        complete = all;
        for (var name : Set.copyOf(kept.keySet())) {
            if (all && !bricks.containsKey(name)) {
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
        process.kick();
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
            process.retry();
        }
    }

    private synchronized boolean isUnwanted(String brick) {
        return complete && !kept.containsKey(brick);
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

    /** Waits until the brick runs in its wanted form or is known not to. @return as {@link #view} */
    synchronized View awaitCurrent(String brick, Duration patience) throws InterruptedException {
        long deadline = environment.nanoTime() + patience.toNanos();
        while (true) {
            var now = view(brick);
            if (now == null || now.reason() != null || isCurrent(brick)) {
                return now;
            }
            if (!waitUntil(deadline)) {
                return null;
            }
        }
    }

    private boolean isCurrent(String brick) {
        var found = kept.get(brick);
        return found.online && found.wanted.text().equals(found.running);
    }

    /** The process writes to a new log file from now on; the one that was gets {@code seconds} behind its name. */
    void rotateLog(long seconds) throws ActionException {
        var log = files.log();
        try {
            var process = files.process();
            if (process.isEmpty()) {
                throw new ActionException("the process of " + files.name() + " is not there");
            }
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + "." + seconds));
            }
            Syscalls.system().kill((int) process.get().pid(), ProcessSyscalls.SIGHUP);
        } catch (FileAlreadyExistsException e) {
            // Rotated in this second.
        } catch (IOException e) {
            throw new ActionException("log " + log + ": " + e.getMessage());
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

    @Override
    public synchronized boolean isWanted() {
        return !kept.isEmpty() || !complete;
    }

    @Override
    public synchronized boolean mayStart() {
        return !kept.isEmpty();
    }

    @Override
    public List<String> command(Path socket) {
        return List.of("brick", "--socket", socket.toString());
    }

    @Override
    public BrickLink open(Path socket, Runnable lost) throws IOException {
        return BrickLink.open(socket, lost);
    }

    @Override
    public void tend(BrickLink link) throws IOException {
        var status = link.status();
        boolean acted = false;
        recognise(status);
        for (var brick : wanted().entrySet()) {
            var served = status.bricks().get(brick.getKey());
            if (isDue(brick.getKey(), brick.getValue(), served)) {
                serve(link, brick.getKey(), brick.getValue());
                acted = true;
            }
            if (acted && environment.nanoTime() - told > TELL.toNanos()) {
                took(link.status());
            }
        }
        for (var name : status.bricks().keySet()) {
            if (isUnwanted(name)) {
                link.detach(name);
                acted = true;
            }
        }
        // If the last went meanwhile, who waits for it waits for the process, too.
        if (isWanted()) {
            took(acted ? link.status() : status);
        }
    }

    /** A process that served before this manager began may do all that is wanted: its clients need not wait. */
    private synchronized void recognise(BrickLink.Status status) {
        boolean any = false;
        for (var brick : kept.entrySet()) {
            var served = status.bricks().get(brick.getKey());
            var one = brick.getValue();
            if (one.running == null && served != null && served.online() && isSame(one, served)) {
                one.running = one.wanted.text();
                any = true;
            }
        }
        if (any) {
            note(status);
        }
    }

    private static boolean isSame(Kept brick, BrickLink.Served served) {
        return served.volfile().equals(VolfileSum.of(brick.wanted.text()));
    }

    private synchronized Map<String, Wanted> wanted() {
        var all = new HashMap<String, Wanted>();
        kept.forEach((name, brick) -> all.put(name, brick.wanted));
        return all;
    }

    @Override
    public synchronized void lost() {
        pid = 0;
        port = 0;
        kept.forEach(
                (name, brick) -> {
                    online(name, brick, false);
                    brick.running = null;
                });
    }

    private void serve(BrickLink link, String name, Wanted wanted) {
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
            watch.sick(name);
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
            note(status);
            leaving.entrySet().removeIf(e -> isGone(e, status));
            notifyAll();
        }
        told = environment.nanoTime();
    }

    /** Called with the monitor held. */
    private void note(BrickLink.Status status) {
        pid = status.pid();
        port = status.port();
        kept.forEach(
                (name, brick) -> {
                    var served = status.bricks().get(name);
                    boolean is = served != null && served.online() && brick.running != null;
                    online(name, brick, is);
                    brick.clients = served == null ? 0 : served.clients();
                });
    }

    private void online(String name, Kept brick, boolean is) {
        if (brick.online != is) {
            brick.online = is;
            watch.online(name, is);
        }
    }

    private static boolean isGone(Map.Entry<String, Path> brick, BrickLink.Status status) {
        boolean gone = !status.bricks().containsKey(brick.getKey());
        if (gone) {
            writePid(brick.getValue(), 0);
        }
        return gone;
    }

    @Override
    public synchronized void failed(String why) {
        kept.forEach(
                (name, brick) -> {
                    online(name, brick, false);
                    brick.reason = why;
                });
        notifyAll();
    }

    @Override
    public synchronized void ended() {
        leaving.values().forEach(file -> writePid(file, 0));
        leaving.clear();
        notifyAll();
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
        process.close();
        notifyAll();
    }
}
