package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XlatorOptionTest {
    @Test
    void aPatternNamesNodesAndTheRestStaysAsItWas() throws UsageException {
        var volfile = BrickVolfile.of("v", "/b", new UUID(1, 2));
        var options =
                List.of(
                        XlatorOption.parse("*-posix.glusterd-uuid=u=1"),
                        XlatorOption.parse("v-*s.a.b="));
        var changed = XlatorOption.apply(options, volfile);
        assertThat(changed.hasShapeOf(volfile)).isTrue();
        for (var node : changed.nodes()) {
            assertThat("u=1".equals(node.options().get("glusterd-uuid")))
                    .as(node.name())
                    .isEqualTo(node.name().equals("v-posix"));
            assertThat(node.options().containsKey("a.b"))
                    .as(node.name())
                    .isEqualTo(List.of("v-locks", "v-io-threads").contains(node.name()));
        }
        assertThat(XlatorOption.apply(List.of(), volfile)).isSameAs(volfile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", ".b=c", "a.=c", "a=b.c"})
    void whatIsNoOptionIsRefused(String text) {
        assertThatThrownBy(() -> XlatorOption.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("NODE.KEY=VALUE");
    }
}
