package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts processes with the distribution's launcher, which detaches them. Immutable. */
final class ScriptLauncher implements HostLauncher {
    /** A JVM on a machine that has just booted and reads from a cold disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path script;

    /** @param home the distribution's directory */
    ScriptLauncher(Path home) {
        script = home.resolve("bin/glusterj");
    }

    @Override
    public void launch(Path pidFile, Path log, List<String> command) throws IOException {
        // What the launcher says ends when it does; the process below it has the log.
        var said = Files.createTempFile(pidFile.getParent(), ".launch", "");
        try {
            var words =
                    new ArrayList<>(
                            List.of(
                                    script.toString(),
                                    "--daemon",
                                    "--log-file",
                                    log.toString(),
                                    "--pid-file",
                                    pidFile.toString()));
            words.addAll(command);
            var process =
                    new ProcessBuilder(words)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IOException("not ready within " + PATIENCE.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(new String(Files.readAllBytes(said), UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(said);
        }
    }

    @Override
    public String run(List<String> command, Duration most) throws IOException {
        var words = new ArrayList<>(List.of(script.toString()));
        words.addAll(command);
        var out = Files.createTempFile("glusterj", ".out");
        var err = Files.createTempFile("glusterj", ".err");
        Process process = null;
        try {
            process =
                    new ProcessBuilder(words)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("no answer within " + most.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                var said = Files.readString(err, UTF_8).strip();
                throw new IOException(said.substring(said.lastIndexOf('\n') + 1));
            }
            return Files.readString(out, UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(out);
            Files.delete(err);
        }
    }
}
