package org.glusterj.brick;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.glusterj.core.StatedumpFiles;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.Linking;
import org.glusterj.linux.LogFile;

/**
 * {@code glusterj serve}: volumes of one brick each, served from the foreground until SIGTERM or SIGINT. Prints {@value
 * #READY} when both ports listen.
 */
public final class ServeCommand {
    /** Ended as asked. */
    public static final int OK = 0;

    /** The command line makes no sense. */
    public static final int USAGE = 1;

    /** A brick or port cannot be used. */
    public static final int FAILED = 2;

    static final String READY = "READY";

    private ServeCommand() {}

    /** Returns the exit code once a signal ended it. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, out, err, StopSignals.install());
    }

    /** As {@link #run(String[], PrintStream, PrintStream)}, but ends when {@code stop} is released. */
    static int run(String[] args, PrintStream out, PrintStream err, CountDownLatch stop) {
        if (OptionWords.askForHelp(args)) {
            out.print(ServeOptions.USAGE);
            return OK;
        }
        ServeOptions options;
        try {
            options = ServeOptions.parse(args);
        } catch (UsageException e) {
            err.println("glusterj serve: " + e.getMessage());
            err.print(ServeOptions.USAGE);
            return USAGE;
        }
        Linking.ofBrick();
        try (var serving = Serving.start(options, SystemEnvironment.get())) {
            LogFile.reopenOnHangup();
            StatedumpFiles.onSignal(SystemEnvironment.get(), serving::graphs);
            out.println(READY);
            out.flush();
            stop.await();
            return OK;
        } catch (BrickException e) {
            err.println("glusterj serve: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OK;
        }
    }
}
