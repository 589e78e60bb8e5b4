package org.glusterj.storage.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Gfid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlePathsTest {
    private static final Gfid DIR_A = Gfid.parse("c639811c-71ee-4e92-b16c-b36b272fc35b");

    @Test
    void handlesAreHashedByTheFirstTwoBytes() {
        assertThat(HandlePaths.of(DIR_A)).isEqualTo("c6/39/c639811c-71ee-4e92-b16c-b36b272fc35b");
    }

    @Test
    void targetsNameTheParentAndAreReadBack() {
        var target = HandlePaths.target(DIR_A, "dirB");
        assertThat(target).isEqualTo("../../c6/39/c639811c-71ee-4e92-b16c-b36b272fc35b/dirB");
        assertThat(HandlePaths.parse(target)).isEqualTo(new HandlePaths.Place(DIR_A, "dirB"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../../..",
                "/etc/passwd",
                "../../c6/39/c639811c-71ee-4e92-b16c-b36b272fc35b/",
                "../../c6/38/c639811c-71ee-4e92-b16c-b36b272fc35b/name",
                "../../c6/39/c639811c-71ee-4e92-b16c-b36b272fc35b/a/b",
                "../../c6/39/c639811c-71ee-4e92-b16c-b36b272fc35g/name",
                "../../C6/39/c639811c-71ee-4e92-b16c-b36b272fc35b/name",
                "../../c6/39/c639811c071ee-4e92-b16c-b36b272fc35b/name"
            })
    void anythingElseIsNoDirectoryHandle(String target) {
        assertThat(HandlePaths.parse(target)).isNull();
    }
}
