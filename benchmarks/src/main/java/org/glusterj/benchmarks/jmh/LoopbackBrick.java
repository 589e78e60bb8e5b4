package org.glusterj.benchmarks.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.brick.BrickException;
import org.glusterj.brick.ServeOptions;
import org.glusterj.brick.Serving;
import org.glusterj.brick.UsageException;
import org.glusterj.core.SystemEnvironment;

/**
 * One volume served on loopback: in this process, or in a child whose main class this is, with the JVM flags of this
 * process. The child prints its port and ends when its standard input does. Used by one thread.
 */
public final class LoopbackBrick implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    static final String VOLUME = "vol";

    private final Serving serving;
    private final Process child;
    private final int port;

    private LoopbackBrick(Serving serving, Process child, int port) {
        this.serving = serving;
        this.child = child;
        this.port = port;
    }

    static LoopbackBrick here(Path directory) throws BrickException, UsageException {
        var brick = VOLUME + "=" + directory;
        var words = List.of("--volume", brick, "--listen", HOST + ":0", "--brick-port", "0");
        var options = ServeOptions.parse(words.toArray(String[]::new));
        var serving = Serving.start(options, SystemEnvironment.get());
        return new LoopbackBrick(serving, null, serving.managementAddress().getPort());
    }

    static LoopbackBrick child(Path directory) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(LoopbackBrick.class.getName(), directory.toString()));
        var child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var line = child.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            child.destroy();
            throw new IOException("the brick's process ended without a port");
        }
        return new LoopbackBrick(null, child, Integer.parseInt(line));
    }

    /** Those of this process, without agents and debuggers. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agent") && !flag.startsWith("-javaagent"))
                .toList();
    }

    /** Where the management endpoint listens. */
    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        if (serving != null) {
            serving.close();
        } else {
            child.getOutputStream().close();
            child.onExit().join();
        }
    }

    /** The child: one argument, the brick's directory. */
    public static void main(String[] args) throws BrickException, UsageException, IOException {
        try (var brick = here(Path.of(args[0]))) {
            System.out.println(brick.port());
            System.out.flush();
            int said = System.in.read();
            while (said >= 0) {
                said = System.in.read();
            }
        }
        System.exit(0);
    }
}
