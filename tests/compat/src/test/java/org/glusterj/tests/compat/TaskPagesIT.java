package org.glusterj.tests.compat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every command of the pages in {@code docs/tasks} does what the page says, in the order of the pages. */
class TaskPagesIT {
    private static final Path PAGES =
            Path.of(System.getProperty("glusterj.root", "../.."), "docs", "tasks")
                    .toAbsolutePath()
                    .normalize();

    @BeforeAll
    static void demands() {
        Rig.demand(TaskPagesIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void whatThePagesSayIsSo() {
        Rig.script(
                TaskPagesIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(600),
                "task-pages",
                "@",
                PAGES.toString());
    }
}
