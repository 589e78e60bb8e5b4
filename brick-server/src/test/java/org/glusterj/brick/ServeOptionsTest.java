package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code serve}. */
class ServeOptionsTest {
    private static ServeOptions parse(String... args) throws UsageException {
        return ServeOptions.parse(args);
    }

    @Test
    void everyOptionCanBeGiven() throws UsageException {
        var options =
                parse(
                        "--volume",
                        "a=/bricks/a=b",
                        "--volume=b-2=/bricks/c",
                        "--listen",
                        "127.0.0.1:24008",
                        "--brick-port",
                        "50000",
                        "--force");
        assertThat(options.volumes())
                .containsExactly(
                        new ServeOptions.Volume("a", Path.of("/bricks/a=b")),
                        new ServeOptions.Volume("b-2", Path.of("/bricks/c")));
        assertThat(options.listen()).isEqualTo(new ListenAddress("127.0.0.1", 24008));
        assertThat(options.brickPort()).isEqualTo(50000);
        assertThat(options.force()).isTrue();
    }

    @Test
    void optionsAreForAllVolumesOrOne() throws UsageException {
        var options =
                parse(
                        "--option",
                        "b:storage.reserve=2",
                        "--volume=a=/a",
                        "--volume=b=/b",
                        "--option=storage.max-hardlinks=0",
                        "--option=a:auth.allow=10.0.0.1,::1");
        var links = VolumeOption.of("storage.max-hardlinks");
        assertThat(options.volumes().get(0).options())
                .containsOnly(
                        Map.entry(links, "0"),
                        Map.entry(VolumeOption.of("auth.allow"), "10.0.0.1,::1"));
        assertThat(options.volumes().get(1).options())
                .containsOnly(
                        Map.entry(links, "0"), Map.entry(VolumeOption.of("storage.reserve"), "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"storage.reserve", "=1", "v:=1", "storage.nothing=1", "w:storage.reserve=1"})
    void wrongOptionsAreNamed(String option) {
        assertThatThrownBy(() -> parse("--volume=v=/v", "--option", option))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--option " + option.replace("=1", "").replace("v:", ""));
    }

    @Test
    void theDefaultsAreAllAddressesAndGlustersPort() throws UsageException {
        var options = parse("--volume", "v=/b");
        assertThat(options.listen()).isEqualTo(new ListenAddress("", 24007));
        assertThat(options.listen().isWildcard()).isTrue();
        assertThat(options.brickPort()).isZero();
        assertThat(options.force()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,localhost,24007",
        "localhost:1,localhost,1",
        ":5,'',5",
        "[::1]:7,::1,7",
        "[fe80::1],fe80::1,24007",
        "::1,::1,24007"
    })
    void listenAddressesHaveManyForms(String text, String host, int port) throws UsageException {
        assertThat(ListenAddress.parse(text, 24007)).isEqualTo(new ListenAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:", "h:x", "h:65536", "h:-1", "[::1", "[::1]7"})
    void oddListenAddressesAreUsageErrors(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text, 24007))
                .isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "-v", "a b", "a/b", "ä", "", "a.b"})
    void impossibleVolumeNamesAreUsageErrors(String name) {
        assertThatThrownBy(() -> parse("--volume", name + "=/b"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("volume name '" + name + "'");
    }

    @Test
    void mistakesAreNamed() {
        assertUsage("no volume given");
        assertUsage("volume name v is given twice", "--volume", "v=/a", "--volume", "v=/b");
        assertUsage("is given for two volumes", "--volume", "v=/a", "--volume", "w=/x/../a");
        assertUsage("expected NAME=BRICKDIR", "--volume", "v");
        assertUsage("expected NAME=BRICKDIR", "--volume", "v=");
        assertUsage("--brick-port: 'x'", "--volume", "v=/a", "--brick-port", "x");
        assertUsage("unknown option --wat", "--wat", "1");
        assertUsage("unexpected argument v", "v");
        assertUsage("--listen needs a value", "--listen");
    }

    private static void assertUsage(String words, String... args) {
        assertThatThrownBy(() -> ServeOptions.parse(args))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(words);
    }
}
