package org.glusterj.storage.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captured stock bricks are clean, whatever was done on them, but for a file that is open and has no name. */
class CleanBrickTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-after-start",
                "03-create",
                "04-links",
                "05-special",
                "06-rename",
                "07-rename-over",
                "08-setattr",
                "09-xattr-acl-setgid",
                "10-names-sparse",
                "11-unlink",
                "13-after-close"
            })
    void stockLeavesNothingToMend(String step) throws Exception {
        try (var brick = new Planted(step)) {
            assertThat(brick.check(false, Severity.HARMLESS)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "12-unlink-while-open")
    void aFileThatWasOpenWaitsInUnlink(String step) throws Exception {
        try (var brick = new Planted(step)) {
            assertThat(brick.check())
                    .singleElement()
                    .extracting(Finding::kind)
                    .isEqualTo(Kind.LEFT_IN_UNLINK);
        }
    }
}
