package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the figures depend on beside the programs: hardware, kernel, versions, other load. */
final class Machine {
    private Machine() {}

    static Map<String, Object> facts(Path root, Path scratch) throws IOException {
        var store = Files.getFileStore(scratch);
        return Json.object(
                "cpu",
                cpu(),
                "cores",
                Runtime.getRuntime().availableProcessors(),
                "memory",
                firstValue("/proc/meminfo", "MemTotal"),
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "arch",
                System.getProperty("os.arch"),
                "jdk",
                System.getProperty("java.vendor")
                        + " "
                        + System.getProperty("java.runtime.version"),
                "glusterj",
                output("git", "-C", root.toString(), "describe", "--always", "--dirty"),
                "stock",
                output("glusterfs", "--version"),
                "fileSystem",
                store.type() + " on " + store.name());
    }

    /** Runnable processes, averaged over 1, 5 and 15 minutes. */
    static String load() throws IOException {
        return String.join(
                " ", List.of(Files.readString(Path.of("/proc/loadavg")).split(" ")).subList(0, 3));
    }

    /** aarch64 has no model name. */
    private static String cpu() throws IOException {
        var model = firstValue("/proc/cpuinfo", "model name");
        return model.isEmpty() ? "unknown" : model;
    }

    private static String firstValue(String file, String name) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** The first line that a command prints, "unknown" when it prints none. */
    private static String output(String... command) throws IOException {
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var reader = process.inputReader()) {
            var line = reader.readLine();
            process.waitFor(10, TimeUnit.SECONDS);
            return line == null ? "unknown" : line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }
}
