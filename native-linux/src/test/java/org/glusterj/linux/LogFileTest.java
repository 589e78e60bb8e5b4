package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private final Syscalls syscalls = Syscalls.system();

    @TempDir private Path temp;

    private void write(int fd, String text) throws Exception {
        Files.writeString(
                Path.of("/proc/self/fd/" + fd), text, java.nio.file.StandardOpenOption.APPEND);
    }

    @Test
    void aRenamedFileIsLeft() throws Exception {
        var log = Files.createFile(temp.resolve("a.log"));
        int fd = syscalls.openat(0, log.toString(), OpenFlags.O_WRONLY | OpenFlags.O_APPEND, 0);
        try {
            var file = new LogFile(syscalls, log, fd);
            write(fd, "one");
            var old = Files.move(log, temp.resolve("a.log.1"));
            write(fd, "two");
            assertThat(file.reopen()).isTrue();
            write(fd, "three");
            assertThat(old).hasContent("onetwo");
            assertThat(log).hasContent("three");

            assertThat(file.reopen()).as("nothing was renamed").isTrue();
            write(fd, "four");
            assertThat(log).hasContent("threefour");
        } finally {
            syscalls.close(fd);
        }
    }

    @Test
    void aFileThatCannotBeOpenedChangesNothing() throws Exception {
        var directory = Files.createDirectory(temp.resolve("d"));
        var log = Files.createFile(directory.resolve("a.log"));
        int fd = syscalls.openat(0, log.toString(), OpenFlags.O_WRONLY | OpenFlags.O_APPEND, 0);
        try {
            var file = new LogFile(syscalls, log, fd);
            Files.move(directory, temp.resolve("elsewhere"));
            assertThat(file.reopen()).isFalse();
            write(fd, "one");
            assertThat(temp.resolve("elsewhere/a.log")).hasContent("one");
        } finally {
            syscalls.close(fd);
        }
    }
}
