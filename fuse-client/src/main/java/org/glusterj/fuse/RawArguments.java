package org.glusterj.fuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.glusterj.core.Name;

/**
 * The command line as byte strings. Java decodes arguments by the locale and loses bytes which that does not know; a
 * mount point may have any, and the locale of a machine that boots knows few.
 */
final class RawArguments {
    private RawArguments() {}

    /** What this process was started with, if {@code decoded} is the end of it; else {@code decoded} in UTF-8. */
    static List<String> of(String[] decoded) {
        try {
            var line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            return of(Name.ofBytes(line), decoded);
        } catch (IOException noProc) {
            return of("", decoded);
        }
    }

    /** @param commandLine arguments, each ended by NUL */
    static List<String> of(String commandLine, String[] decoded) {
        var all = Arrays.asList(commandLine.split("\0", -1));
        int end = all.size() - 1;
        int start = end - decoded.length;
        boolean agree = start >= 0;
        for (int i = 0; agree && i < decoded.length; i++) {
            agree = asciiOf(all.get(start + i)).equals(asciiOf(decoded[i]));
        }
        return agree ? all.subList(start, end) : Arrays.stream(decoded).map(Name::ofText).toList();
    }

    private static String asciiOf(String text) {
        return text.chars()
                .filter(c -> c < 128)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
