package org.glusterj.cli.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.glusterj.cli.compat.StockArguments.WrongArgumentException;
import org.junit.jupiter.api.Test;

class StockProcessTest {
    private static List<String> ours(String line) throws WrongArgumentException {
        var words = line.split(" ");
        return StockProcess.ours(
                words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
    }

    @Test
    void aMountAsStocksHelperStartsIt() throws Exception {
        assertThat(
                        ours(
                                "glusterfs --process-name fuse --volfile-server=a --volfile-server=b"
                                        + " --volfile-id=/vol --entry-timeout=0 --direct-io-mode=disable"
                                        + " --read-only --fuse-mountopts=noatime,nosuid /mnt/x"))
                .containsExactly(
                        "mount",
                        "a:/vol",
                        "/mnt/x",
                        "-o",
                        "entry-timeout=0,direct-io-mode=disable,ro,noatime,nosuid,"
                                + "backup-volfile-servers=b");
    }

    @Test
    void aMountOfAVolfile() throws Exception {
        assertThat(ours("glusterfs -f /etc/v.vol --acl -L DEBUG /m"))
                .containsExactly("mount", "/etc/v.vol", "/m", "-o", "acl,log-level=DEBUG");
        assertThat(ours("glusterfs -N -s h --volfile-id v /m"))
                .containsExactly("mount", "h:/v", "/m");
    }

    @Test
    void aBrickAsStocksManagerStartsIt() throws Exception {
        assertThat(
                        ours(
                                "glusterfsd -s n1 --volfile-id v.n1.b-1 -p /run/v.pid -S /run/x.socket"
                                        + " --brick-name /b/1 -l /var/log/b.log --xlator-option"
                                        + " *-posix.glusterd-uuid=u --process-name brick"
                                        + " --brick-port 49152 --xlator-option v-server.listen-port=49152"
                                        + " --xlator-option transport.socket.bind-address=10.0.0.1"
                                        + " --xlator-option transport.address-family=inet"
                                        + " --brick-mux"))
                .containsExactly(
                        "brick",
                        "-s",
                        "n1",
                        "--volfile-id",
                        "v.n1.b-1",
                        "--brick-name",
                        "/b/1",
                        "--socket",
                        "/run/x.socket",
                        "--xlator-option",
                        "*-posix.glusterd-uuid=u",
                        "--listen",
                        "10.0.0.1",
                        "--brick-port",
                        "49152");
        assertThat(ours("glusterfsd -f/b.vol")).containsExactly("brick", "--volfile", "/b.vol");
    }

    @Test
    void theManager() throws Exception {
        assertThat(ours("glusterd -p /run/glusterd.pid --log-level INFO"))
                .containsExactly("glusterd", "--pid-file", "/run/glusterd.pid");
    }

    @Test
    void whatIsMissingOrUnknownIsNamed() {
        assertThatThrownBy(() -> ours("glusterfs --no-such /m"))
                .hasMessage("unrecognized option '--no-such'");
        assertThatThrownBy(() -> ours("glusterfs -s h /m"))
                .hasMessage("--volfile-server needs --volfile-id");
        assertThatThrownBy(() -> ours("glusterfs /m")).hasMessageContaining("--volfile");
        assertThatThrownBy(() -> ours("glusterfs -s")).hasMessage("--volfile-server needs a value");
        assertThatThrownBy(() -> ours("glusterfsd -s h --volfile-id shd/v"))
                .hasMessageContaining("--brick-name");
        assertThatThrownBy(() -> ours("glusterfs --worm -s h --volfile-id v /m"))
                .hasMessageContaining("worm");
    }

    @Test
    void theExitCodeOfWrongUsageIsOne() {
        var err = new ByteArrayOutputStream();

        int code =
                StockProcess.run(
                        new String[] {"glusterfs", "--bogus"},
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        args -> 0);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("glusterfs: unrecognized option '--bogus'\n");
    }
}
