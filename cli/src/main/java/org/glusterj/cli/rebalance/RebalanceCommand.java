package org.glusterj.cli.rebalance;

import java.io.IOException;
import java.io.PrintStream;
import org.glusterj.core.FopException;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.protocol.mgmt.ManagementException;
import sun.misc.Signal;

/**
 * {@code glusterj rebalance}: prints READY when the work has begun; SIGTERM and SIGINT end it in order. Runs on the
 * main thread.
 */
public final class RebalanceCommand {
    private static final int OK = 0;
    private static final int USAGE = 1;
    private static final int FAILED = 2;

    private RebalanceCommand() {}

    /** Returns the exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(RebalanceOptions.USAGE);
            return OK;
        }
        RebalanceOptions options;
        try {
            options = RebalanceOptions.parse(args);
        } catch (RebalanceOptions.UsageException e) {
            err.println("glusterj rebalance: " + e.getMessage());
            err.print(RebalanceOptions.USAGE);
            return USAGE;
        }
        try (var process = new RebalanceProcess(SystemEnvironment.get(), options)) {
            process.begin();
            for (var name : new String[] {"TERM", "INT"}) {
                Signal.handle(new Signal(name), signal -> process.stop());
            }
            out.println("READY");
            out.flush();
            return process.await().status().endsWith("failed") ? FAILED : OK;
        } catch (IOException | ManagementException | FopException e) {
            err.println("glusterj rebalance: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }
}
