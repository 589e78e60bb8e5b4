package org.glusterj.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One cell at work: a sandbox with a server, a client and a {@link Driver}. Used by one thread; {@link #close} ends
 * everything in the sandbox and may be called by any thread at any time.
 */
final class Side implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long RUN_SECONDS = 1800;
    private static final long END_SECONDS = 20;

    private final Cell cell;
    private final Path work;
    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;

    private Side(Cell cell, Path work, Process process) {
        this.cell = cell;
        this.work = work;
        this.process = process;
        this.answers = process.inputReader();
        this.requests = process.outputWriter();
    }

    /** Begins the start; {@link #awaitReady} ends it. */
    static Side start(Cell cell, Path scratch, Path root, CompareOptions options, Path tree)
            throws IOException {
        var work = Files.createDirectory(scratch.resolve(cell.toString()));
        var scripts = root.resolve("tests/compat/src/test/sh");
        // The sandbox has /dev/null as input; requests come through descriptor 3.
        var command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 3<&0", "side"));
        command.add(scripts.resolve("sandbox").toString());
        if (cell.brick() == Cell.Brick.GLUSTERJ) {
            command.add("--no-glusterd");
        }
        command.addAll(
                List.of(
                        work.toString(),
                        root.resolve("benchmarks/src/main/sh/side").toString(),
                        work.toString()));
        command.addAll(driver(options));
        var builder = new ProcessBuilder(command).redirectError(work.resolve("log.txt").toFile());
        builder.environment().putAll(cell.environment(options.isLoneBrick()));
        builder.environment().put("RIG_HOME", root.resolve("dist/target/glusterj").toString());
        builder.environment().put("RIG_SHAPE", options.shape());
        builder.environment().put("RIG_BRICKS", Integer.toString(options.bricks()));
        builder.environment().put("COMPARE_RIG", scripts.resolve("rig").toString());
        builder.environment().put("COMPARE_TREE", tree.toString());
        return new Side(cell, work, builder.start());
    }

    private static List<String> driver(CompareOptions options) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // The files of that in /tmp are named by pids, which sandboxes have in common.
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Driver.class.getName(),
                Integer.toString(options.ops()),
                Integer.toString(options.entries()),
                Integer.toString(options.mebibytes()));
    }

    void awaitReady() throws IOException {
        var answer = answer(START_SECONDS);
        if (!answer.equals("ready")) {
            throw failure("said " + answer + " instead of ready");
        }
    }

    Cell cell() {
        return cell;
    }

    /** One run; the clock and the counters are read inside. */
    Sample run(Workload workload, int threads, int round) throws IOException {
        var answer = ask("run " + workload + " " + threads, RUN_SECONDS);
        return Sample.of(workload, threads, cell, round, answer);
    }

    /** The answer without its "ok". */
    String ask(String request) throws IOException {
        return ask(request, START_SECONDS);
    }

    private String ask(String request, long seconds) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        return answer(seconds);
    }

    /** The graph of the client, without its password. */
    String volfile() throws IOException {
        return Files.readString(work.resolve("client.vol"))
                .replaceAll("(?m)^ *option (username|password) .*\n", "")
                .strip();
    }

    private String answer(long seconds) throws IOException {
        var task = new FutureTask<>(answers::readLine);
        Thread.ofVirtual().start(task);
        try {
            var line = task.get(seconds, TimeUnit.SECONDS);
            if (line == null) {
                throw failure("ended");
            }
            if (!line.startsWith("ok ")) {
                throw failure("answered " + line);
            }
            return line.substring(3);
        } catch (TimeoutException e) {
            throw failure("did not answer within " + seconds + " s");
        } catch (ExecutionException e) {
            throw failure(e.getCause().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        }
    }

    private IOException failure(String what) throws IOException {
        var log = Files.readAllLines(work.resolve("log.txt"));
        var end = log.subList(Math.max(0, log.size() - 10), log.size());
        return new IOException("cell " + cell + " " + what + "\n" + String.join("\n", end));
    }

    /** Copies the logs of client, server and programs to a directory of the cell's name in {@code directory}. */
    void keepLogs(Path directory) throws IOException {
        var kept = Files.createDirectories(directory.resolve(cell.toString()));
        for (var from : List.of(work, work.resolve("rig"))) {
            if (!Files.isDirectory(from)) {
                continue;
            }
            try (var files = Files.newDirectoryStream(from, "*.{log,txt}")) {
                for (var file : files) {
                    var to = kept.resolve(file.getFileName());
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Kills the first process of the sandbox; the kernel kills the others and undoes the mounts. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
