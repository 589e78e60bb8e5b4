package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The umask of this process, which a brick served in it has set to 0. */
final class LocalUmask {
    private static final String FIELD = "Umask:";

    private LocalUmask() {}

    static int get() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            var line = lines.filter(each -> each.startsWith(FIELD)).findFirst().orElseThrow();
            return Integer.parseInt(line.substring(FIELD.length()).trim(), 8);
        }
    }
}
