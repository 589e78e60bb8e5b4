package org.glusterj.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.glusterj.core.Name;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.check.BrickCheck;
import org.glusterj.storage.check.CheckException;
import org.glusterj.storage.check.Finding;
import org.glusterj.storage.check.Report;
import org.glusterj.storage.check.Severity;

/**
 * {@code glusterj brick check}: examines the directory of a brick that nobody serves, and mends it. Findings go to the
 * output as they are found, one a line; with {@code --fix} first what was mended, then what a second look still finds.
 */
final class CheckCommand {
    static final int CLEAN = 0;
    static final int MENDABLE = 1;
    static final int DAMAGED = 2;

    /** Wrong usage, or the directory could not be examined. */
    static final int NOT_CHECKED = 3;

    static final String USAGE =
            """
            usage: glusterj brick check DIR [--fix] [--all] [--json]

              --fix    mend what can be restored without guessing, then look again
              --all    also tell what is harmless
              --json   one JSON object a line

            Nobody may serve DIR meanwhile. Exit codes: 0 clean, 1 mendable, 2 damaged, 3 not checked or wrong usage.
            """;

    private final PrintStream out;
    private final boolean fix;
    private final boolean all;
    private final FindingLines lines;
    private final String directory;

    private CheckCommand(
            PrintStream out, String directory, boolean fix, boolean all, boolean json) {
        this.out = out;
        this.directory = directory;
        this.fix = fix;
        this.all = all;
        lines = new FindingLines(json);
    }

    /** The words after {@code brick check}; returns the exit code. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        String directory = null;
        boolean fix = false;
        boolean all = false;
        boolean json = false;
        for (var arg : args) {
            switch (arg) {
                case "--help", "-h" -> {
                    out.print(USAGE);
                    return CLEAN;
                }
                case "--fix" -> fix = true;
                case "--all" -> all = true;
                case "--json" -> json = true;
                default -> {
                    if (arg.startsWith("-") || directory != null) {
                        return wrongUsage("unexpected '" + arg + "'", err);
                    }
                    directory = arg;
                }
            }
        }
        if (directory == null) {
            return wrongUsage("the brick's directory is missing", err);
        }
        try {
            return new CheckCommand(out, directory, fix, all, json).check();
        } catch (CheckException e) {
            err.println("glusterj brick check: " + directory + ": " + e.getMessage());
            return NOT_CHECKED;
        }
    }

    private static int wrongUsage(String what, PrintStream err) {
        err.println("glusterj brick check: " + what);
        err.print(USAGE);
        return NOT_CHECKED;
    }

    private int check() throws CheckException {
        long mended = 0;
        if (fix) {
            mended = look(true, finding -> tell(finding, finding.mended())).mended();
        }
        var report =
                look(
                        false,
                        finding ->
                                tell(
                                        finding,
                                        all || finding.kind().severity() != Severity.HARMLESS));
        out.println(lines.summary(report, mended));
        return switch (report.worst()) {
            case HARMLESS -> CLEAN;
            case MENDABLE -> MENDABLE;
            case DAMAGED -> DAMAGED;
        };
    }

    private Report look(boolean mending, Consumer<Finding> sink) throws CheckException {
        var path = Name.ofText(Path.of(directory).toAbsolutePath().normalize().toString());
        return new BrickCheck(Syscalls.system(), path).run(mending, sink);
    }

    private void tell(Finding finding, boolean wanted) {
        if (wanted) {
            out.println(lines.line(finding));
        }
    }

    /** Counts by severity, the worst first. */
    static Map<Severity, Long> bySeverity(Report report) {
        var sums = new TreeMap<Severity, Long>();
        for (var severity : Severity.values()) {
            sums.put(severity, 0L);
        }
        report.counts().forEach((kind, count) -> sums.merge(kind.severity(), count, Long::sum));
        return sums;
    }
}
