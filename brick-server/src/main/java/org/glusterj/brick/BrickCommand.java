package org.glusterj.brick;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.glusterj.core.StatedumpFiles;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.Linking;
import org.glusterj.linux.LogFile;

/**
 * {@code glusterj brick}: one brick in the foreground, from a volfile or from a management endpoint, or as many as are
 * attached through a socket, until SIGTERM or SIGINT. Exit codes and READY as {@link ServeCommand}.
 */
public final class BrickCommand {
    private BrickCommand() {}

    /** Returns the exit code once a signal ended it. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, out, err, StopSignals.install());
    }

    static int run(String[] args, PrintStream out, PrintStream err, CountDownLatch stop) {
        if (OptionWords.askForHelp(args)) {
            out.print(BrickOptions.USAGE);
            return ServeCommand.OK;
        }
        BrickOptions options;
        try {
            options = BrickOptions.parse(args);
        } catch (UsageException e) {
            err.println("glusterj brick: " + e.getMessage());
            err.print(BrickOptions.USAGE);
            return ServeCommand.USAGE;
        }
        if (options.socket() != null && options.server() == null) {
            return host(options, out, err, stop);
        }
        try (var process = BrickProcess.start(options, SystemEnvironment.get(), stop::countDown)) {
            LogFile.reopenOnHangup();
            StatedumpFiles.onSignal(SystemEnvironment.get(), process::graphs);
            out.println(ServeCommand.READY);
            out.flush();
            stop.await();
            return ServeCommand.OK;
        } catch (BrickException e) {
            err.println("glusterj brick: " + e.getMessage());
            return ServeCommand.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ServeCommand.OK;
        }
    }

    private static int host(
            BrickOptions options, PrintStream out, PrintStream err, CountDownLatch stop) {
        Linking.ofBrick();
        try (var host = BrickHost.start(options, SystemEnvironment.get(), stop::countDown)) {
            LogFile.reopenOnHangup();
            StatedumpFiles.onSignal(SystemEnvironment.get(), host::graphs);
            out.println(ServeCommand.READY);
            out.flush();
            stop.await();
            return ServeCommand.OK;
        } catch (BrickException e) {
            err.println("glusterj brick: " + e.getMessage());
            return ServeCommand.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ServeCommand.OK;
        }
    }
}
