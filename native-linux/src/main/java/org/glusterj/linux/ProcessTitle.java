package org.glusterj.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What ps shows of this process: the arguments it was started with, which lie in its own memory (proc_pid_stat(5),
 * fields 48 and 49). For a process that becomes another one without a new program. Stateless.
 */
public final class ProcessTitle {
    private static final Path STAT = Path.of("/proc/self/stat");

    /** Fields of that file after the one in parentheses, which may hold anything. */
    private static final int ARG_START = 45;

    private static final int ARG_END = 46;

    private ProcessTitle() {}

    /**
     * Shows {@code words} instead of the arguments; what does not fit where those were is cut off.
     *
     * @param words byte strings
     * @return whether it could be done
     */
    public static boolean set(List<String> words) {
        try {
            var stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
            long start = Long.parseLong(fields[ARG_START]);
            long size = Long.parseLong(fields[ARG_END]) - start;
            if (start == 0 || size <= 1) {
                return false;
            }
            write(MemorySegment.ofAddress(start).reinterpret(size), words);
            return true;
        } catch (IOException | RuntimeException notToBeSeen) {
            return false;
        }
    }

    /** The last byte stays NUL: without it the kernel looks for more behind the arguments. */
    static void write(MemorySegment arguments, List<String> words) {
        var line = (String.join("\0", words) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        arguments.fill((byte) 0);
        long length = Math.min(line.length, arguments.byteSize() - 1);
        MemorySegment.copy(line, 0, arguments, ValueLayout.JAVA_BYTE, 0, (int) length);
    }
}
