package org.glusterj.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import sun.misc.Signal;

/**
 * Writes statedumps of a process's graphs to {@code glusterdump.<pid>.dump.<seconds>} files, on SIGUSR1 as stock's
 * processes do, or when somebody says so. The caller's thread or the JVM's of the signal writes; the graphs stay their
 * owner's.
 */
public final class StatedumpFiles {
    /** Where stock puts them; {@code -Dglusterj.statedump.directory} names another place. */
    private static final Path DIRECTORY =
            Path.of(System.getProperty("glusterj.statedump.directory", "/var/run/gluster"));

    private static final Log LOG = Log.of(StatedumpFiles.class);

    private StatedumpFiles() {}

    /** From now on SIGUSR1 dumps what {@code graphs} returns then. */
    public static void onSignal(Environment environment, Supplier<List<Graph>> graphs) {
        Signal.handle(new Signal("USR1"), signal -> writeLogged(environment, graphs.get()));
    }

    /** Writes a file at once; the log has its name, or why there is none. */
    public static void writeLogged(Environment environment, List<Graph> graphs) {
        try {
            LOG.say(CoreMessage.STATEDUMP_WRITTEN, write(DIRECTORY, environment, graphs));
        } catch (IOException | RuntimeException e) {
            LOG.say(CoreMessage.STATEDUMP_FAILED, e, DIRECTORY);
        }
    }

    /** Writes one file with the dump of each graph; returns its path. */
    static Path write(Path directory, Environment environment, List<Graph> graphs)
            throws IOException {
        Files.createDirectories(directory);
        var text = new StringBuilder();
        graphs.forEach(graph -> text.append(StateDump.of(graph, environment)));
        return Files.writeString(directory.resolve(StateDump.fileName(environment)), text);
    }
}
