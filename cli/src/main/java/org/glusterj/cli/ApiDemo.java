package org.glusterj.cli;

import java.io.PrintStream;
import java.nio.file.Path;

/** Shows through the Java API what {@link MountDemo} shows through a mount, where nothing can be mounted. */
final class ApiDemo {
    private ApiDemo() {}

    static boolean run(int port, Path brick, PrintStream out, PrintStream err) {
        err.println(
                "glusterj quickstart: the Java API cannot be used yet; "
                        + brick
                        + " on port "
                        + port);
        return false;
    }
}
