package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.glusterj.core.Volfile;
import org.junit.jupiter.api.Test;

class XlatorOptionTest {
    private static final Volfile.Node CLIENT =
            new Volfile.Node(
                    "v-client-0", "protocol/client", Map.of("ping-timeout", "42"), List.of());

    private static Volfile.Node applied(String... options) throws Exception {
        var list = new StringBuilder();
        for (var option : options) {
            list.append(",xlator-option=").append(option);
        }
        return XlatorOption.applied(MountOptions.parse(list.toString()).xlatorOptions(), CLIENT);
    }

    @Test
    void theNamedNodeTakesTheValue() throws Exception {
        assertThat(applied("v-client-0.ping-timeout=7").options())
                .containsExactly(Map.entry("ping-timeout", "7"));
        assertThat(applied("v-client-?.transport.socket.keepalive-time=5").options())
                .containsEntry("transport.socket.keepalive-time", "5")
                .containsEntry("ping-timeout", "42");
    }

    @Test
    void theLastOneHolds() throws Exception {
        assertThat(applied("*.ping-timeout=7", "v*.ping-timeout=8").options())
                .containsExactly(Map.entry("ping-timeout", "8"));
    }

    @Test
    void othersAreLeftAlone() throws Exception {
        assertThat(applied("*-dht.ping-timeout=7", "client.ping-timeout=7")).isSameAs(CLIENT);
    }

    @Test
    void whatIsNoOptionIsRefused() {
        for (var wrong : List.of("ping-timeout", "v.ping-timeout", ".a=b", "v.=b", "")) {
            assertThatThrownBy(() -> applied(wrong))
                    .as(wrong)
                    .isInstanceOf(MountOptions.UsageException.class)
                    .hasMessageContaining("xlator-option");
        }
    }
}
