package org.glusterj.management.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.LogFile;
import org.glusterj.linux.Syscalls;
import sun.misc.Signal;

/**
 * {@code glusterjd}: the manager in the foreground, until SIGTERM or SIGINT. Prints READY when it serves. Exit codes: 0
 * ended as asked, 1 wrong usage, 2 it cannot start.
 */
public final class Main {
    private Main() {}

    /** Returns the exit code once a signal ended it. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(DaemonOptions.USAGE);
            return 0;
        }
        DaemonOptions options;
        try {
            options = DaemonOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("glusterj glusterd: " + e.getMessage());
            err.print(DaemonOptions.USAGE);
            return 1;
        }
        if (Syscalls.system().geteuid() != 0) {
            err.println("glusterj glusterd: managing volumes needs root");
            return 2;
        }
        var home = System.getProperty("glusterj.home");
        if (home == null) {
            err.println("glusterj glusterd: start it with bin/glusterjd, which knows its place");
            return 2;
        }
        var stop = new CountDownLatch(1);
        for (var name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
        LogFile.reopenOnHangup();
        var launcher = new ScriptLauncher(Path.of(home));
        try (var daemon = Daemon.start(options, launcher, SystemEnvironment.get())) {
            out.println("READY");
            out.flush();
            stop.await();
            return 0;
        } catch (IOException e) {
            err.println("glusterj glusterd: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
