package org.glusterj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glusterj.core.Gfid;
import org.glusterj.linux.At;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir Path brick;

    private final Syscalls sys = Syscalls.system();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void makeBrick() throws Exception {
        assumeThat(sys.geteuid()).as("NOT RUN: needs root for trusted xattrs").isZero();
        set(brick, "trusted.glusterfs.volume-id", new byte[16]);
        set(brick, "trusted.gfid", Gfid.ROOT.toBytes());
        assertThat(run(brick.toString(), "--fix")).isZero();
        out.reset();
    }

    private void set(Path path, String key, byte[] value) {
        assertThat(sys.lsetxattr(path.toString(), key, value, 0)).isZero();
    }

    private int run(String... words) {
        var args = new String[words.length + 2];
        args[0] = "brick";
        args[1] = "check";
        System.arraycopy(words, 0, args, 2, words.length);
        return Main.run(args, new PrintStream(out), new PrintStream(err));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Path object(String name, byte[] gfid) throws Exception {
        var path = Files.createFile(brick.resolve(name));
        set(path, "trusted.gfid", gfid);
        return path;
    }

    @Test
    void aCleanBrickIsExitZero() {
        assertThat(run(brick.toString())).isZero();
        assertThat(lines())
                .containsExactly("0 names, 1 handles: 0 damaged, 0 mendable, 0 harmless, 0 mended");
    }

    @Test
    void mendableIsExitOneUntilItIsMended() throws Exception {
        object("f", new Gfid(7, 7).toBytes());
        assertThat(run(brick.toString())).isEqualTo(1);
        assertThat(lines().getFirst())
                .isEqualTo(
                        "mendable handle-missing f: no handle for gfid"
                                + " 00000000-0000-0007-0000-000000000007; a lookup by name or --fix"
                                + " makes it");
        out.reset();
        assertThat(run("--fix", brick.toString())).isZero();
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst()).endsWith("; mended");
        assertThat(lines().getLast()).endsWith("0 mendable, 1 harmless, 1 mended");
    }

    @Test
    void damageIsExitTwoAndStays() throws Exception {
        object("f", new byte[16]);
        assertThat(run(brick.toString(), "--fix")).isEqualTo(2);
        assertThat(lines().getFirst()).startsWith("damaged gfid-zero f: ");
    }

    @Test
    void harmlessThingsAreToldOnRequest() throws Exception {
        object("f", new Gfid(7, 7).toBytes());
        assertThat(run(brick.toString(), "--fix")).isZero();
        out.reset();
        assertThat(run(brick.toString(), "--all")).isZero();
        assertThat(lines().getFirst()).startsWith("harmless names-not-remembered f: ");
    }

    @Test
    void jsonIsOneObjectALine() throws Exception {
        object("a\"b\\c\nd", new byte[16]);
        assertThat(run(brick.toString(), "--json")).isEqualTo(2);
        assertThat(lines())
                .containsExactly(
                        "{\"severity\":\"damaged\",\"kind\":\"gfid-zero\","
                                + "\"path\":\"a\\\"b\\\\x5cc\\\\x0ad\","
                                + "\"what\":\"trusted.gfid is zero\",\"mend\":\"find the gfid on"
                                + " another brick or in the handle of this inode\",\"mended\":false}",
                        "{\"objects\":1,\"handles\":1,\"damaged\":1,\"mendable\":0,"
                                + "\"harmless\":0,\"mended\":0}");
    }

    @Test
    void namesThatAreNoTextAreSpelledOut() {
        assertThat(FindingLines.printable("a\u00ff\\")).isEqualTo("a\\xff\\x5c");
        assertThat(FindingLines.printable("\u00e6\u0097\u00a5")).isEqualTo("\u65e5");
    }

    @Test
    void whatIsNoBrickIsNotChecked(@TempDir Path other) {
        assertThat(run(other.toString())).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("it is no brick");
        assertThat(run(other.resolve("missing").toString())).isEqualTo(3);
    }

    @Test
    void wrongUsageIsExitThree() {
        assertThat(run()).isEqualTo(3);
        assertThat(run("--mend", "x")).isEqualTo(3);
        assertThat(run("a", "b")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: glusterj brick check");
    }

    @Test
    void aBrickThatIsServedIsNotChecked() {
        var hidden = brick.resolve(".glusterfs").toString();
        int fd = sys.openat(At.AT_FDCWD, hidden, OpenFlags.O_DIRECTORY, 0);
        assertThat(sys.flock(fd, DeviceSyscalls.LOCK_EX)).isZero();
        assertThat(run(brick.toString())).isEqualTo(3);
        sys.close(fd);
        assertThat(run(brick.toString())).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("being served or checked");
    }
}
