package org.glusterj.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code compare} was asked to do.
 *
 * @param ops operations of one run of a small-file or random workload at one thread; twice that at more
 * @param entries entries of the directory that {@code list} lists
 * @param mebibytes size of the file of the sequential workloads; random ones use at most 256 of them
 * @param tree tar archive for {@code untar}, null = the sources of this checkout
 * @param out directory for the results, null = below benchmarks/target
 */
record CompareOptions(
        String shape,
        int bricks,
        int rounds,
        int warmup,
        List<Integer> threads,
        Set<Workload> workloads,
        List<Cell> cells,
        int ops,
        int entries,
        int mebibytes,
        Path tree,
        Path out) {
    static final String USAGE =
            """
            usage: benchmarks/compare [OPTIONS]      (root; needs stock GlusterFS and a built distribution)

              --quick            a smoke run of about 3 minutes: --rounds 3 --warmup 1 --ops 300 --entries 1000
                                 --size 64, cells glusterj-glusterj and stock-stock; later options override
              --rounds N         measured rounds, default 5
              --warmup N         rounds before them that do not count, default 2
              --threads N,N...   callers of the workloads that take several, default 1,16
              --workloads W,W... default all: %s
              --cells C,C...     MOUNT-BRICK, default all: %s
                                 (plain: stock's client without the translators that cache or delay)
              --ops N            operations of one run at one thread, twice that at more; default 2000
              --entries N        entries of the directory for "list", default 10000
              --size MIB         file of the sequential workloads, default 1024
              --tree FILE        tar archive for "untar", default the sources of this checkout
              --shape SHAPE      distribute (default), replica or disperse
              --bricks N         bricks of the volume, default 1
              --dir DIR          file system for the bricks, default /var/tmp; what is put there goes again
              --image MIB        size of the ext4 made there for this run, default 16384; 0 = the directory itself
              --out DIR          where table, charts and JSON go, default benchmarks/target/compare/TIME
            """
                    .formatted(Workload.names(), Cell.names());

    private static final Set<String> SHAPES = Set.of("distribute", "replica", "disperse");

    static CompareOptions parse(String... args) throws UsageException {
        var words = new Words(args);
        boolean quick = words.has("--quick");
        var quickCells = List.of(Cell.GLUSTERJ_GLUSTERJ, Cell.STOCK_STOCK);
        var cells = new ArrayList<Cell>();
        for (var name : words.list("--cells")) {
            cells.add(Cell.of(name));
        }
        var workloads = EnumSet.noneOf(Workload.class);
        for (var name : words.list("--workloads")) {
            workloads.add(Workload.of(name));
        }
        var threads = new ArrayList<Integer>();
        for (var count : words.list("--threads")) {
            threads.add(number("--threads", count, 1, 256));
        }
        var options =
                new CompareOptions(
                        words.text("--shape", "distribute"),
                        words.number("--bricks", 1, 1, 64),
                        words.number("--rounds", quick ? 3 : 5, 1, 1000),
                        words.number("--warmup", quick ? 1 : 2, 0, 1000),
                        threads.isEmpty() ? List.of(1, 16) : List.copyOf(threads),
                        workloads.isEmpty() ? EnumSet.allOf(Workload.class) : workloads,
                        !cells.isEmpty()
                                ? List.copyOf(cells)
                                : quick ? quickCells : List.of(Cell.values()),
                        words.number("--ops", quick ? 300 : 2000, 1, 1_000_000),
                        words.number("--entries", quick ? 1000 : 10_000, 1, 1_000_000),
                        words.number("--size", quick ? 64 : 1024, 1, 1 << 20),
                        words.path("--tree"),
                        words.path("--out"));
        // Both are for the script around.
        words.text("--dir", "");
        words.text("--image", "");
        words.requireAllUsed();
        options.requireSensible();
        return options;
    }

    /** Whether a brick of GlusterJ's is served without a manager, as the only one of its volume. */
    boolean isLoneBrick() {
        return bricks == 1;
    }

    private void requireSensible() throws UsageException {
        if (!SHAPES.contains(shape)) {
            throw new UsageException("--shape " + shape + ": one of distribute, replica, disperse");
        }
        if (!shape.equals("distribute") && bricks < 2) {
            throw new UsageException("--shape " + shape + " needs --bricks 2 or more");
        }
        if (shape.equals("disperse") && cells.stream().anyMatch(Cell::isOurs)) {
            throw new UsageException(
                    "GlusterJ has no dispersed volumes yet; stock can: --cells stock-stock,plain-stock");
        }
        if (cells.stream().distinct().count() < cells.size()) {
            throw new UsageException("--cells names a cell twice");
        }
    }

    private static int number(String name, String text, int least, int most) throws UsageException {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new UsageException(name + " " + text + ": a number from " + least + " to " + most);
    }

    /** The words of the command line: {@code --name value} or {@code --name=value}; the last of a name holds. */
    private static final class Words {
        private final java.util.Map<String, String> values = new java.util.LinkedHashMap<>();

        Words(String[] args) throws UsageException {
            for (int i = 0; i < args.length; i++) {
                int equals = args[i].indexOf('=');
                if (!args[i].startsWith("--")) {
                    throw new UsageException("unexpected argument " + args[i]);
                } else if (args[i].equals("--quick")) {
                    values.put(args[i], "");
                } else if (equals > 0) {
                    values.put(args[i].substring(0, equals), args[i].substring(equals + 1));
                } else if (i + 1 < args.length) {
                    values.put(args[i], args[++i]);
                } else {
                    throw new UsageException(args[i] + " needs a value");
                }
            }
        }

        boolean has(String name) {
            return values.remove(name) != null;
        }

        String text(String name, String otherwise) {
            var value = values.remove(name);
            return value == null ? otherwise : value;
        }

        Path path(String name) {
            var value = values.remove(name);
            return value == null ? null : Path.of(value).toAbsolutePath();
        }

        List<String> list(String name) {
            var value = values.remove(name);
            return value == null ? List.of() : Arrays.asList(value.split(","));
        }

        int number(String name, int otherwise, int least, int most) throws UsageException {
            var value = values.remove(name);
            return value == null ? otherwise : CompareOptions.number(name, value, least, most);
        }

        void requireAllUsed() throws UsageException {
            if (!values.isEmpty()) {
                throw new UsageException("unknown option " + values.keySet().iterator().next());
            }
        }
    }
}
