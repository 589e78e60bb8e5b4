package org.glusterj.management.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.LogFile;
import org.glusterj.linux.Syscalls;
import sun.misc.Signal;

/**
 * {@code glusterjd}: the manager in the foreground, until SIGTERM or SIGINT. Prints READY when it serves. Exit codes: 0
 * ended as asked, 1 wrong usage, 2 it cannot start.
 */
public final class Main {
    private enum Turn {
        /** This node has got another identity: all is closed, and begins anew. */
        BEGIN,
        END
    }

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
        // Room for what is not taken yet; more of the same says nothing new.
        var turns = new ArrayBlockingQueue<Turn>(8);
        for (var name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> turns.offer(Turn.END));
        }
        LogFile.reopenOnHangup();
        try {
            var turn = serve(options, Path.of(home), turns, out);
            while (turn == Turn.BEGIN) {
                turn = serve(options, Path.of(home), turns, null);
            }
            return 0;
        } catch (IOException e) {
            err.println("glusterj glusterd: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** One life of the manager in this process; ends with what is to come next. @param out null = it was said before */
    private static Turn serve(
            DaemonOptions options, Path home, BlockingQueue<Turn> turns, PrintStream out)
            throws IOException, InterruptedException {
        try (var daemon =
                Daemon.start(
                        options,
                        new ScriptLauncher(home),
                        SystemEnvironment.get(),
                        () -> turns.offer(Turn.BEGIN))) {
            if (out != null) {
                out.println("READY");
                out.flush();
            }
            return turns.take();
        }
    }
}
