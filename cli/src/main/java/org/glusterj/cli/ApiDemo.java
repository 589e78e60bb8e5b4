package org.glusterj.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Shows through {@code java.nio.file} what {@link Demo} shows through a mount, where nothing can be mounted. */
final class ApiDemo {
    private ApiDemo() {}

    static void run(int port, List<Path> bricks, PrintStream out) throws IOException {
        var uri =
                URI.create(
                        "gluster://"
                                + Quickstart.HOST
                                + ":"
                                + port
                                + "/"
                                + Quickstart.VOLUME
                                + "/");
        try (var volume = FileSystems.newFileSystem(uri, Map.of())) {
            new Demo(volume.getPath("/"), bricks, out).run();
        }
    }
}
