package org.glusterj.cli.heal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.glusterj.cluster.afr.heal.Verdict;

/**
 * What {@code glusterj heal-split-brain} was asked to do.
 *
 * @param json one line, {@code {"lines":[...],"exit":N}}, and exit code 0
 * @param brick {@code HOST:PATH} of {@link Verdict.Kind#SOURCE}, else null
 * @param file a path or {@code gfid:GFID}; null = all on the brick's lists
 */
record SplitBrainOptions(Path volfile, boolean json, Verdict.Kind kind, String brick, String file) {
    static final String USAGE =
            """
            usage: glusterj heal-split-brain --volfile FILE [--json]
                       {bigger-file FILE | latest-mtime FILE | source-brick HOST:BRICK [FILE]}

            Decides which copy of a file in split-brain is right, as "gluster volume heal V split-brain" does; FILE is a
            path in the volume or gfid:GFID.

            Exit codes: 0 done, 1 wrong usage, others as stock's glfsheal has them.
            """;

    static SplitBrainOptions parse(String[] args) throws SelfHealOptions.UsageException {
        Path volfile = null;
        boolean json = false;
        var words = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--json") && words.isEmpty()) {
                json = true;
            } else if (args[i].equals("--volfile") && words.isEmpty() && i + 1 < args.length) {
                volfile = path(args[++i]);
            } else if (args[i].startsWith("--") && words.isEmpty()) {
                throw new SelfHealOptions.UsageException(
                        args[i] + " needs a value, or is not known");
            } else {
                words.add(args[i]);
            }
        }
        if (volfile == null) {
            throw new SelfHealOptions.UsageException("--volfile is missing");
        }
        var kind = kind(words.isEmpty() ? "" : words.getFirst());
        boolean source = kind == Verdict.Kind.SOURCE;
        int most = source ? 3 : 2;
        if (words.size() < 2 || words.size() > most) {
            throw new SelfHealOptions.UsageException(
                    words.getFirst() + " needs " + (source ? "a brick" : "a file"));
        }
        return new SplitBrainOptions(
                volfile,
                json,
                kind,
                source ? words.get(1) : null,
                words.size() == most ? words.getLast() : null);
    }

    private static Verdict.Kind kind(String word) throws SelfHealOptions.UsageException {
        return switch (word) {
            case "bigger-file" -> Verdict.Kind.BIGGER_FILE;
            case "latest-mtime" -> Verdict.Kind.LATEST_MTIME;
            case "source-brick" -> Verdict.Kind.SOURCE;
            default ->
                    throw new SelfHealOptions.UsageException(
                            "bigger-file, latest-mtime or source-brick is missing");
        };
    }

    private static Path path(String value) throws SelfHealOptions.UsageException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new SelfHealOptions.UsageException("--volfile " + value + ": " + e.getMessage());
        }
    }
}
