package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manager's command line. */
class DaemonOptionsTest {
    private static DaemonOptions parse(String... args) {
        return DaemonOptions.parse(args);
    }

    @Test
    void withoutOptionsThePortsAreStocksAndRestIsPlainOnLoopback() {
        var usual = parse();
        assertThat(usual.stock().getPort()).isEqualTo(24007);
        assertThat(usual.rest().getPort()).isEqualTo(24009);
        assertThat(usual.rest().getAddress().isLoopbackAddress()).isTrue();
        assertThat(usual.pool().getPort()).isEqualTo(24008);
        assertThat(usual.events().getPort()).isEqualTo(55555);
        assertThat(usual.tls()).isNull();
    }

    @Test
    void poolAndEventsCanBeNone() {
        var alone = parse("--pool", "none", "--events-listen=none");
        assertThat(alone.pool()).isNull();
        assertThat(alone.events()).isNull();
        assertThat(parse("--events-listen", "127.0.0.1:7").events().getPort()).isEqualTo(7);
    }

    @Test
    void tlsNeedsCertificatesAndKey() {
        assertThat(parse("--rest-cert", "/c", "--rest-key", "/k").tls())
                .isEqualTo(new DaemonOptions.Tls(Path.of("/c"), Path.of("/k")));
        assertThatThrownBy(() -> parse("--rest-cert", "/c"))
                .hasMessage("--rest-cert and --rest-key go together");
        assertThatThrownBy(() -> parse("--rest-key", "/k"))
                .hasMessage("--rest-cert and --rest-key go together");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> parse("--bogus", "x")).hasMessage("unknown option --bogus");
        assertThatThrownBy(() -> parse("--name")).hasMessage("'--name' is no option with a value");
    }
}
