package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.linux.At.AT_FDCWD;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {

    private static final int CALLS = 5_000;

    private final Syscalls sys = Syscalls.system();

    @TempDir Path temp;

    @Test
    void errnosPathsAndValuesOfThreadsDoNotMix() throws Exception {
        assertThat(sys.mkdirat(AT_FDCWD, temp + "/d", 0700)).isZero();
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String file = temp + "/f" + i;
            assertThat(sys.mknodat(AT_FDCWD, file, FileMode.S_IFREG | 0600, 0)).isZero();
            byte[] mine = {(byte) i, (byte) i, (byte) i};
            tasks.add(run(Thread.ofPlatform(), () -> ownValue(file, mine)));
            tasks.add(run(Thread.ofPlatform(), () -> answers(-LinuxErrno.EEXIST, "/d")));
            tasks.add(run(Thread.ofPlatform(), () -> answers(-LinuxErrno.ENOENT, "/x/d")));
            tasks.add(run(Thread.ofVirtual(), () -> answers(-LinuxErrno.ENOTDIR, "/f0/d")));
        }
        for (FutureTask<Boolean> task : tasks) {
            assertThat(task.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private boolean answers(int expected, String path) {
        for (int i = 0; i < CALLS; i++) {
            if (sys.mkdirat(AT_FDCWD, temp + path, 0700) != expected) {
                return false;
            }
        }
        return true;
    }

    private boolean ownValue(String file, byte[] value) {
        byte[] read = new byte[value.length];
        for (int i = 0; i < CALLS; i++) {
            if (sys.setxattr(file, "user.v", value, 0) != 0
                    || sys.getxattr(file, "user.v", read) != value.length
                    || read[2] != value[2]) {
                return false;
            }
        }
        return true;
    }

    private static FutureTask<Boolean> run(Thread.Builder builder, Callable<Boolean> body) {
        FutureTask<Boolean> task = new FutureTask<>(body);
        builder.start(task);
        return task;
    }
}
