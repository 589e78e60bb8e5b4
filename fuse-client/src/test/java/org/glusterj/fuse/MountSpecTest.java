package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountSpecTest {
    @Test
    void hostVolumeAndDirectoryAreTakenApart() throws Exception {
        assertThat(MountSpec.parse("host:/vol"))
                .isEqualTo(new MountSpec(List.of("host"), "vol", "/"));
        assertThat(MountSpec.parse("host:vol").volume()).isEqualTo("vol");
        assertThat(MountSpec.parse("host:/vol/a/b/"))
                .isEqualTo(new MountSpec(List.of("host"), "vol", "/a/b"));
        assertThat(MountSpec.parse("h1,h2:/vol").hosts()).containsExactly("h1", "h2");
        assertThat(MountSpec.parse("[fe80::1]:/vol").hosts()).containsExactly("fe80::1");
    }

    @Test
    void theSourceIsWhatTheUserWrote() throws Exception {
        assertThat(MountSpec.parse("host:vol").source()).isEqualTo("host:/vol");
        assertThat(MountSpec.parse("[::1]:/vol/d").source()).isEqualTo("[::1]:/vol/d");
    }

    @Test
    void aPortBehindTheHostIsShownItsPlace() throws Exception {
        assertThatThrownBy(() -> MountSpec.parse("host:24107:/vol"))
                .isInstanceOf(MountOptions.UsageException.class)
                .hasMessage(
                        "expected HOST:/VOLUME, not 'host:24107:/vol': a port is given by"
                                + " -o volfile-server-port=24107");
        assertThat(MountSpec.parse("fe80::1:/vol").hosts()).containsExactly("fe80::1");
        assertThat(MountSpec.parse("::1:vol").hosts()).containsExactly("::1");
    }

    @Test
    void incompleteOnesAreRefused() {
        for (var bad : List.of("vol", "/vol", ":/vol", "host:", "host:/", "[::1]")) {
            assertThatThrownBy(() -> MountSpec.parse(bad))
                    .as(bad)
                    .isInstanceOf(MountOptions.UsageException.class)
                    .hasMessageContaining("expected HOST:/VOLUME, not '" + bad + "'");
        }
    }
}
