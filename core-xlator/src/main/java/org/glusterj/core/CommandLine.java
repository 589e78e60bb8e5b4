package org.glusterj.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process was started with. {@link ProcessHandle.Info} knows only the first page of it, 4,096 bytes, and a class
 * path alone can be longer. Stateless.
 */
public final class CommandLine {
    private CommandLine() {}

    /** @return program and arguments, none when there is no such process, it is a zombie or may not be looked at */
    public static List<String> of(long pid) {
        try {
            var line =
                    Name.ofBytes(
                            Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")));
            return line.isEmpty() ? List.of() : List.of(line.split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
