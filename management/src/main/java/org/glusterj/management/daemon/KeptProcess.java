package org.glusterj.management.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;

/**
 * Keeps one process of this node as its {@link Duty} wants it: there or not, and tended. It is nobody's child: a
 * manager that begins finds it by its pid file and its socket. A process that is gone is started again at once; one
 * that cannot be started, or that is gone again within {@link #STEADY}, after a growing pause.
 *
 * <p>A thread of its own compares and acts whenever it is kicked, the process is lost, or the duty's time between two
 * looks is over. The pause and what the thread is told are guarded by the monitor; all else belongs to the thread.
 */
final class KeptProcess<L extends ProcessLink> implements AutoCloseable {
    /** A process that lived as long as this failed of something new. */
    private static final Duration STEADY = Duration.ofSeconds(60);

    /** For the orderly end of a process. */
    private static final Duration END = Duration.ofSeconds(60);

    private static final Log LOG = Log.of(KeptProcess.class);

    private final HostFiles files;
    private final HostLauncher launcher;
    private final Environment environment;
    private final Duty<L> duty;
    private final Pause launching = new Pause();
    private String lastFailure = "it is not there";
    private long launchedNanos;
    private boolean isNew;
    private boolean lostBefore;
    private String missing;
    private boolean kicked;
    private boolean closed;
    private L link;

    KeptProcess(HostFiles files, HostLauncher launcher, Environment environment, Duty<L> duty) {
        this.files = files;
        this.launcher = launcher;
        this.environment = environment;
        this.duty = duty;
    }

    void begin() {
        environment.spawn("keep-" + files.name(), this::keep);
    }

    /** Something may be wanted of the process that was not before. */
    synchronized void kick() {
        kicked = true;
        notifyAll();
    }

    /** As {@link #kick}, and whatever failed before is tried at once. */
    synchronized void retry() {
        launching.reset();
        kick();
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
            TimeUnit.NANOSECONDS.timedWait(this, duty.look().toNanos());
        }
        kicked = false;
        return !closed;
    }

    private void round() throws IOException {
        if (duty.isWanted() && connect()) {
            duty.tend(link);
        }
        if (!duty.isWanted()) {
            end();
        }
    }

    /** False while it is not time to start the process again. */
    private boolean connect() throws IOException {
        if (link != null && link.isOpen()) {
            return true;
        }
        if (link != null) {
            LOG.say(DaemonMessage.HOST_LOST, files.name());
            noteLoss();
        }
        dropLink();
        var process = files.process();
        if (process.isPresent()) {
            LOG.say(DaemonMessage.HOST_FOUND, files.name(), process.get().pid());
            isNew = false;
        } else if (!duty.mayStart()) {
            duty.ended();
            return false;
        } else if (!mayLaunch()) {
            return false;
        } else {
            launch();
        }
        link = duty.open(files.socket(), this::kick);
        noteThere();
        return true;
    }

    private synchronized void noteThere() {
        if (!lostBefore) {
            launching.reset();
        }
    }

    private synchronized void noteLoss() {
        long now = environment.nanoTime();
        if (!isNew || now - launchedNanos > STEADY.toNanos()) {
            launching.reset();
            lostBefore = false;
        } else if (lostBefore) {
            lastFailure = "it ended";
            LOG.say(DaemonMessage.HOST_FAILED, files.name(), lastFailure, launching.failed(now));
        } else {
            lostBefore = true;
        }
    }

    private boolean mayLaunch() {
        var why = notYet();
        if (why != null) {
            duty.failed(why);
            return false;
        }
        var before = missing;
        missing = duty.missing();
        if (missing != null && !missing.equals(before)) {
            LOG.say(DaemonMessage.HOST_WAITS, files.name(), missing);
        }
        return missing == null;
    }

    /** Why the last attempt failed, while its pause lasts. */
    private synchronized String notYet() {
        return launching.isOver(environment.nanoTime()) ? null : lastFailure;
    }

    private void launch() throws IOException {
        long start = environment.nanoTime();
        files.remove();
        launcher.launch(files.pidFile(), files.log(), duty.command(files.socket()));
        long now = environment.nanoTime();
        long pid = files.process().map(ProcessHandle::pid).orElse(0L);
        LOG.say(
                DaemonMessage.HOST_LAUNCHED,
                files.name(),
                pid,
                Duration.ofNanos(now - start).toMillis());
        launchedNanos = now;
        isNew = true;
    }

    private void dropLink() {
        if (link != null) {
            link.close();
            link = null;
        }
        duty.lost();
    }

    private void failed(IOException why) {
        var reason = String.valueOf(why.getMessage());
        synchronized (this) {
            lastFailure = reason;
            long pause = launching.failed(environment.nanoTime());
            LOG.say(DaemonMessage.HOST_FAILED, files.name(), reason, pause);
        }
        duty.failed(reason);
    }

    private void end() throws IOException {
        var process = files.process();
        if (process.isPresent()) {
            end(process.get());
        }
        dropLink();
        files.remove();
        duty.ended();
    }

    private void end(ProcessHandle process) {
        try {
            if (link == null) {
                link = duty.open(files.socket(), this::kick);
            }
            if (!link.terminate()) {
                process.destroy();
            }
        } catch (IOException e) {
            process.destroy();
        }
        try {
            process.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.say(DaemonMessage.HOST_KILLED, files.name(), process.pid());
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread, not the process. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
