package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.linux.At.AT_FDCWD;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessSyscallsTest {

    private static final int NOBODY = 65_534;

    private final Syscalls sys = Syscalls.system();

    @TempDir Path temp;

    @Test
    void idsAreThoseOfThisProcess() throws IOException {
        assertThat(sys.getpid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(status("/proc/thread-self/status", "Pid:")).isEqualTo(sys.gettid() + "");
        String uids = status("/proc/self/status", "Uid:");
        assertThat(uids).startsWith(sys.getuid() + "\t" + sys.geteuid() + "\t");
        String gids = status("/proc/self/status", "Gid:");
        assertThat(gids).startsWith(sys.getgid() + "\t" + sys.getegid() + "\t");
    }

    @Test
    void fileSystemIdentityChangesForTheCallingThreadOnly() throws Exception {
        TestUser.assumeRoot();
        String before = identity(sys.gettid());
        CountDownLatch looked = new CountDownLatch(1);
        FutureTask<String> other =
                new FutureTask<>(
                        () -> {
                            assertThat(sys.setgroups(new int[] {7, 8, 9})).isZero();
                            assertThat(sys.setfsgid(4321)).isZero();
                            assertThat(sys.setfsuid(1234)).isZero();
                            assertThat(sys.setfsuid(-1)).isEqualTo(1234);
                            assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
                            int[] groups = new int[3];
                            assertThat(sys.getgroups(groups)).isEqualTo(3);
                            assertThat(groups).containsExactly(7, 8, 9);
                            return identity(sys.gettid());
                        });
        Thread thread = new Thread(other);
        thread.start();
        assertThat(identity(sys.gettid())).isEqualTo(before);
        looked.countDown();
        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("0\t0\t0\t1234|0\t0\t0\t4321|7 8 9");
        assertThat(identity(sys.gettid())).isEqualTo(before);
    }

    @Test
    void fsuidDecidesWhoOwnsAndWhoMay() throws Exception {
        TestUser.assumeRoot();
        assertThat(sys.fchmodat(AT_FDCWD, temp.toString(), 0777, 0)).isZero();
        String secret = temp + "/secret";
        assertThat(sys.mknodat(AT_FDCWD, secret, FileMode.S_IFREG | 0600, 0)).isZero();
        String mine = temp + "/mine";
        FutureTask<Void> user =
                new FutureTask<>(
                        () -> {
                            sys.setfsgid(NOBODY);
                            sys.setfsuid(NOBODY);
                            assertThat(sys.openat(AT_FDCWD, secret, OpenFlags.O_RDONLY, 0))
                                    .isEqualTo(-LinuxErrno.EACCES);
                            assertThat(sys.mkdirat(AT_FDCWD, mine, 0700)).isZero();
                            // CAP_SYS_ADMIN stays, so the brick can still reach its own attributes
                            assertThat(sys.setxattr(mine, "trusted.x", new byte[1], 0)).isZero();
                            assertThat(sys.setfsuid(0)).isEqualTo(NOBODY);
                            int fd = sys.openat(AT_FDCWD, secret, OpenFlags.O_RDONLY, 0);
                            assertThat(sys.close(fd)).isZero();
                            return null;
                        });
        Thread thread = new Thread(user);
        thread.start();
        user.get(30, TimeUnit.SECONDS);
        StatBuf stat = new StatBuf();
        assertThat(sys.statx(AT_FDCWD, mine, 0, StatBuf.STATX_BASIC_STATS, stat)).isZero();
        assertThat(stat.uid()).isEqualTo(NOBODY);
        assertThat(stat.gid()).isEqualTo(NOBODY);
    }

    @Test
    void manyGroupsAreSetAndTooManyRefused() throws Exception {
        TestUser.assumeRoot();
        FutureTask<Void> task =
                new FutureTask<>(
                        () -> {
                            int[] gids = new int[60_000];
                            java.util.Arrays.setAll(gids, i -> i + 1);
                            assertThat(sys.setgroups(gids)).isZero();
                            int[] read = new int[60_000];
                            assertThat(sys.getgroups(read)).isEqualTo(60_000);
                            assertThat(read).isEqualTo(gids);
                            assertThat(sys.getgroups(new int[1])).isEqualTo(-LinuxErrno.EINVAL);
                            assertThat(sys.setgroups(new int[65_537]))
                                    .isEqualTo(-LinuxErrno.EINVAL);
                            assertThat(sys.setgroups(new int[0])).isZero();
                            assertThat(sys.getgroups(new int[0])).isZero();
                            return null;
                        });
        Thread thread = new Thread(task);
        thread.start();
        task.get(30, TimeUnit.SECONDS);
    }

    @Test
    void umaskReturnsTheOneBefore() {
        int before = sys.umask(0077);
        assertThat(sys.umask(before)).isEqualTo(0077);
    }

    @Test
    void threadsGetNamesAndCpus() throws Exception {
        FutureTask<String> task =
                new FutureTask<>(
                        () -> {
                            assertThat(sys.threadName("fuse-7")).isZero();
                            assertThat(sys.schedSetAffinity(0, 0)).isZero();
                            assertThat(sys.schedSetAffinity(0, 1024)).isEqualTo(-LinuxErrno.EINVAL);
                            assertThat(sys.schedSetAffinity(0, 1023)).isEqualTo(-LinuxErrno.EINVAL);
                            return status("/proc/thread-self/status", "Cpus_allowed_list:")
                                    + " "
                                    + Files.readString(Path.of("/proc/thread-self/comm")).strip();
                        });
        Thread thread = new Thread(task);
        thread.start();
        assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo("0 fuse-7");
        assertThat(sys.prctl(99_999, 0, 0, 0, 0)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void aSpawnedChildGetsItsDescriptorsAndEnvironment() {
        int[] ends = new int[2];
        assertThat(sys.pipe2(ends, OpenFlags.O_CLOEXEC)).isZero();
        List<String> command =
                List.of("sh", "-c", "printf '%s %s' \"$NAME\" \"$1\" >&3; exit 7", "sh", "\u00ff");
        List<Spawn.Given> given = List.of(new Spawn.Given(lifted(ends[1]), 3));
        int pid = sys.spawn(new Spawn(command, List.of("NAME=v", "PATH=/bin"), given, true));
        assertThat(pid).isPositive();
        assertThat(sys.close(given.getFirst().parent())).isZero();
        MemorySegment text = Arena.ofAuto().allocate(100);
        assertThat(sys.read(ends[0], text)).isEqualTo(3);
        assertThat(Scratch.text(text, 0, 3)).isEqualTo("v \u00ff");
        int[] status = new int[1];
        assertThat(sys.waitpid(pid, status, 0)).isEqualTo(pid);
        assertThat(status[0] >> 8).isEqualTo(7);
        assertThat(sys.waitpid(pid, status, 0)).isEqualTo(-LinuxErrno.ECHILD);
        assertThat(sys.close(ends[0])).isZero();
    }

    @Test
    void aRunningChildIsSignalledAndReaped() {
        int pid = sys.spawn(new Spawn(List.of("sleep", "100"), List.of(), List.of(), true));
        assertThat(pid).isPositive();
        int[] status = new int[1];
        assertThat(sys.waitpid(pid, status, ProcessSyscalls.WNOHANG)).isZero();
        assertThat(sys.kill(pid, ProcessSyscalls.SIGTERM)).isZero();
        assertThat(sys.waitpid(pid, status, 0)).isEqualTo(pid);
        assertThat(status[0] & 0x7f).isEqualTo(ProcessSyscalls.SIGTERM);
        assertThat(sys.kill(pid, 0)).isEqualTo(-LinuxErrno.ESRCH);
    }

    @Test
    void spawnReportsAMissingProgramAndBadRequests() {
        Spawn missing = new Spawn(List.of("no-such-program"), List.of(), List.of(), false);
        assertThat(sys.spawn(missing)).isEqualTo(-LinuxErrno.ENOENT);
        assertThatThrownBy(() -> new Spawn.Given(3, 3)).hasMessageContaining("3");
        assertThatThrownBy(() -> new Spawn(List.of(), List.of(), List.of(), false))
                .hasMessage("no command");
    }

    @Test
    void aHelperThatFailsIsQuotedAndOneThatHangsIsEnded() {
        List<String> path = List.of("PATH=/bin:/usr/bin");
        java.time.Duration soon = java.time.Duration.ofMillis(50);
        java.time.Duration later = java.time.Duration.ofSeconds(30);
        assertThatThrownBy(() -> run(List.of("sh", "-c", "echo no >&2; exit 3"), path, later))
                .hasMessage("sh (exit code 3): no");
        assertThatThrownBy(() -> run(List.of("sh", "-c", "kill -9 $$"), path, later))
                .hasMessageStartingWith("sh (signal 9)");
        assertThatThrownBy(() -> run(List.of("sleep", "100"), path, soon))
                .hasMessageContaining("did not end in time");
    }

    @Test
    void errnosHaveTexts() {
        assertThat(LinuxErrno.text(-LinuxErrno.ENOENT)).isEqualTo("No such file or directory");
        assertThat(LinuxErrno.text(LinuxErrno.ENODATA)).isEqualTo("No data available");
    }

    private static void run(
            List<String> command, List<String> environment, java.time.Duration within)
            throws IOException {
        try (ChildProgram child = ChildProgram.start(command, environment, List.of(), within)) {
            child.expectSuccess();
        }
    }

    /** The same file at a number of 10 or more. */
    private int lifted(int fd) {
        int high = sys.fcntl(fd, DeviceSyscalls.F_DUPFD_CLOEXEC, 10);
        assertThat(high).isGreaterThanOrEqualTo(10);
        assertThat(sys.close(fd)).isZero();
        return high;
    }

    private static String identity(int tid) throws IOException {
        String file = "/proc/self/task/" + tid + "/status";
        return status(file, "Uid:") + "|" + status(file, "Gid:") + "|" + status(file, "Groups:");
    }

    private static String status(String file, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(field)) {
                return line.substring(field.length()).strip();
            }
        }
        throw new AssertionError(field + " missing in " + file);
    }
}
