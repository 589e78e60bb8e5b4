package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountPointTest {
    private static String helperOptions(String source, String list) throws Exception {
        return MountPoint.helperOptions(
                source, "max_read=1", MountOptions.parse(list).mountFlags());
    }

    @Test
    void fusermountHearsEveryFlagItKnows() throws Exception {
        assertThat(helperOptions("h:/v", "")).isEqualTo("fsname=h:/v,subtype=glusterj,max_read=1");
        assertThat(helperOptions("h:/v", "ro,nosuid,nodev,noexec,noatime,sync,dirsync").split(","))
                .containsExactlyInAnyOrder(
                        "fsname=h:/v",
                        "subtype=glusterj",
                        "ro",
                        "nosuid",
                        "nodev",
                        "noexec",
                        "noatime",
                        "sync",
                        "dirsync",
                        "max_read=1");
    }

    @Test
    void aCommaInTheSourceSeparatesNothing() throws Exception {
        assertThat(helperOptions("h:/v/a,b\\c", "")).startsWith("fsname=h:/v/a\\,b\\\\c,subtype=");
    }
}
