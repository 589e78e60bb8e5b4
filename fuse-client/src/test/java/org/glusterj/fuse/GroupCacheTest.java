package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.glusterj.testkit.ManualEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCacheTest {
    private static final int PID = 4711;

    @TempDir Path proc;
    private final ManualEnvironment environment = new ManualEnvironment();
    private GroupCache cache;

    @BeforeEach
    void process() throws Exception {
        cache = new GroupCache(environment, proc, Duration.ofSeconds(300));
        Files.createDirectory(proc.resolve("" + PID));
        describe(100, "10 20");
    }

    private void describe(long start, String groups) throws Exception {
        var fields = "(a ) b) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 " + start + " 20 21\n";
        Files.writeString(proc.resolve(PID + "/stat"), PID + " " + fields);
        Files.writeString(
                proc.resolve(PID + "/status"),
                "Name:\ta\nUid:\t1\t1\t1\t1\nGroups:\t" + groups + " \nVmPeak:\t1 kB\n");
    }

    @Test
    void groupsAreReadOnceAndKept() throws Exception {
        assertThat(cache.of(PID, 1000, 7)).containsExactly(10, 20);
        describe(100, "30");
        assertThat(cache.of(PID, 1000, 7)).containsExactly(10, 20);
        environment.advance(Duration.ofSeconds(2));
        assertThat(cache.of(PID, 1000, 7)).as("same process").containsExactly(10, 20);
        environment.advance(Duration.ofSeconds(299));
        assertThat(cache.of(PID, 1000, 7)).as("too old").containsExactly(30);
    }

    @Test
    void anotherProcessUnderTheSameNumberIsNoticed() throws Exception {
        assertThat(cache.of(PID, 1000, 7)).containsExactly(10, 20);
        describe(200, "30");
        assertThat(cache.of(PID, 1001, 7)).as("another user").containsExactly(30);
        describe(300, "40");
        environment.advance(Duration.ofMillis(1100));
        assertThat(cache.of(PID, 1001, 7)).containsExactly(40);
    }

    @Test
    void aProcessWithAnotherGroupIsReadAgain() throws Exception {
        assertThat(cache.of(PID, 1000, 7)).containsExactly(10, 20);
        describe(100, "30");
        assertThat(cache.of(PID, 1000, 8)).as("after newgrp").containsExactly(30);
    }

    @Test
    void changedGroupsAreFoundAfterARefusal() throws Exception {
        assertThat(cache.of(PID, 1000, 7)).containsExactly(10, 20);
        assertThat(cache.changed(PID, 1000, 7)).isFalse();
        describe(100, "30");
        assertThat(cache.changed(PID, 1000, 7)).isTrue();
        assertThat(cache.of(PID, 1000, 7)).containsExactly(30);
        assertThat(cache.changed(PID, 1000, 7)).isFalse();
        assertThat(cache.changed(PID, 0, 0)).as("root").isFalse();
    }

    @Test
    void rootTheKernelAndTheGoneHaveNone() {
        assertThat(cache.of(PID, 0, 7)).isEmpty();
        assertThat(cache.of(0, 1000, 7)).isEmpty();
        assertThat(cache.of(1, 1000, 7)).isEmpty();
    }

    @Test
    void oddLinesAreUnderstood() {
        assertThat(GroupCache.parse("Name:\tx\nGroups:\t\nNext:\t1\n")).isEmpty();
        assertThat(GroupCache.parse("Name:\tx\nGroups:\t4294967294 7")).containsExactly(-2, 7);
        assertThat(GroupCache.parse("Name:\tx\n")).isEmpty();
        assertThat(
                        GroupCache.parseStart(
                                "7 (x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99 1"))
                .isEqualTo(99);
    }
}
