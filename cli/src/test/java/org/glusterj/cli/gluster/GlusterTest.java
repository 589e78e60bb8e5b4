package org.glusterj.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.glusterj.cli.gluster.Recorded.Line;
import org.glusterj.cli.gluster.command.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stock's records do not show: questions, JSON, several commands, a manager that is away. */
class GlusterTest {
    @TempDir Path directory;

    private Path socket() {
        return directory.resolve("socket");
    }

    private Line run(String line) {
        return Recorded.ours(line, socket(), "");
    }

    @Test
    void withoutAManagerTheConnectionFails() {
        for (var line : new String[] {"volume list", "peer status", "--xml volume info"}) {
            var result = run(line);

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out())
                    .isEqualTo(
                            "Connection failed. Please check if gluster daemon is operational.\n");
        }
    }

    @Test
    void aSilentManagerIsGivenUpAfterTheTimeout() throws Exception {
        try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket()));

            var result = run("--timeout=1 volume list");

            assertThat(result.code()).isEqualTo(110);
            assertThat(result.out()).startsWith("Connection failed.");
        }
    }

    @Test
    void stopAsksAndDoesNothingOnNo() throws Exception {
        try (var manager = new FakeManager(socket())) {
            for (var input : new String[] {"n\n", "", "maybe\nno\n"}) {
                var result = Recorded.ours("volume stop v1", socket(), input);

                assertThat(result.code()).isZero();
                assertThat(result.out()).contains("v1").contains("(y/n) ");
            }
            assertThat(manager.requests()).isEmpty();
        }
    }

    @Test
    void stopStopsOnYes() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply("POST", "/volumes/v1/stop", 200, "{}");

            var result = Recorded.ours("volume stop v1 force", socket(), "y\n");

            assertThat(result.out()).endsWith("(y/n) volume stop: v1: success\n");
            assertThat(manager.requests())
                    .containsExactly(
                            new FakeManager.Request("POST /volumes/v1/stop", "{\"force\":true}"));
        }
    }

    @Test
    void linesOfAPipeRunUpToTheFirstThatFails() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply("GET", "/volumes", 200, "[{\"name\": \"v1\"}]");

            var result = Recorded.ours("", socket(), "volume list\n\nbogus\nvolume list\n");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).startsWith("v1\nunrecognized word: bogus (position 0)\n");
            assertThat(manager.requests()).hasSize(1);
            assertThat(Recorded.ours("", socket(), "volume list\nquit\nbogus\n").code()).isZero();
        }
    }

    @Test
    void jsonIsWhatTheManagerSaid() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply("GET", "/volumes", 200, "[{\"name\": \"v1\", \"more\": 7}]");
            manager.reply("GET", "/volumes/v2", 404, "{\"errors\": [{\"message\": \"no\"}]}");
            var status = "{\"info\": {\"name\": \"v1\", \"state\": 1}, \"bricks\": []}";
            manager.reply("GET", "/volumes/v1/status?what=processes", 200, status);

            assertThat(run("--json volume list").out()).contains("\"more\" : 7");
            assertThat(run("--json volume status v1").out()).startsWith("{");
            assertThat(run("--json volume status").out()).startsWith("[");
            var refused = run("volume info v2 --json");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.out()).contains("\"message\" : \"no\"");
        }
    }

    @Test
    void createSendsSubvolumesOfNeighbours() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply("POST", "/volumes", 201, "{}");

            run("volume create v replica 3 arbiter 1 a:/b1 b:/b2/ c:/b3 a:/b4 b:/b5 c:/b6");

            assertThat(manager.requests().getFirst().body())
                    .contains("\"replica\":3,\"arbiter\":1")
                    .contains("{\"host\":\"b\",\"path\":\"/b2\"}")
                    .contains("{\"host\":\"c\",\"path\":\"/b6\",\"type\":\"arbiter\"}")
                    .contains("\"force\":false");
        }
    }

    @Test
    void disperseChoosesTheRedundancyThatStockProposes() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply("POST", "/volumes", 201, "{}");

            run("volume create v disperse 6 a:/1 a:/2 a:/3 a:/4 a:/5 a:/6 force");

            assertThat(manager.requests().getFirst().body())
                    .contains("\"disperse-data\":4,\"disperse-redundancy\":2");
        }
    }

    @Test
    void aRedundancyThatIsNoNumberIsNamed() {
        var result = run("volume create v disperse 3 redundancy x a:/1 a:/2 a:/3");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("redundancy must be greater than 0\n");
    }

    @Test
    void textThatXmlCannotHoldIsLeftOut() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply(
                    "GET",
                    "/volumes/v/options/user.x",
                    200,
                    "{\"name\": \"user.x\", \"value\": \"<a>&\\u0001\", \"modified\": true}");

            assertThat(run("--xml volume get v user.x").out())
                    .contains("<Value>&lt;a&gt;&amp;</Value>");
        }
    }

    @Test
    void snapshotsAreRefusedByName() {
        var result = run("snapshot create s v");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("snapshots: not supported yet");
        assertThat(run("--xml snapshot create s v").out()).contains("<opErrno>95</opErrno>");
    }

    @Test
    void aPathThatTheManagerLacksIsNamed() throws Exception {
        try (var manager = new FakeManager(socket())) {
            var none = "{\"errors\": [{\"message\": \"no such path: /v1/x\"}]}";
            manager.reply("GET", "/volumes/v/profile/info", 404, none);

            assertThat(run("volume profile v info").err())
                    .isEqualTo("this manager does not support GET /volumes/v/profile/info yet\n");
            var other = "{\"errors\": [{\"message\": \"POST is not for /v1/peers/sync\"}]}";
            manager.reply("POST", "/peers/sync", 405, other);

            assertThat(run("--mode=script volume sync h").err())
                    .isEqualTo(
                            "volume sync: failed: this manager does not support POST /peers/sync yet\n");
        }
    }

    @Test
    void whatBricksDoNotTellIsNotShownAsNothing() throws Exception {
        try (var manager = new FakeManager(socket())) {
            var status =
                    "{\"info\": {\"state\": 1}, \"bricks\": [{\"info\": {}, \"online\": true}]}";
            manager.reply("GET", "/volumes/v/status?what=clients", 200, status);

            var result = run("volume status v clients");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualTo("this manager does not tell clients of bricks yet\n");
        }
    }

    @Test
    void anAnswerThatIsNoJsonIsNoAnswer() throws Exception {
        try (var manager = new FakeManager(socket())) {
            manager.reply("GET", "/volumes", 200, "<html>");

            assertThat(run("volume list").out()).startsWith("Connection failed.");
        }
    }

    @Test
    void everyCommandsNotationIsRight() {
        for (var command : new Catalogue().commands()) {
            assertThat(command.syntax()).as(command.words().toString()).isNotNull();
        }
    }

    @Test
    void versionSaysWhatItIsCompatibleWith() {
        assertThat(run("--version").out()).startsWith("glusterfs 10.3\n");
    }

    @Test
    void helpListsEveryCommandWithItsSyntax() {
        var help = run("volume help").out();

        assertThat(help).contains("volume start <VOLNAME> [force] - ");
        assertThat(help.lines().filter(line -> line.startsWith("volume ")).count())
                .isGreaterThan(20);
    }
}
