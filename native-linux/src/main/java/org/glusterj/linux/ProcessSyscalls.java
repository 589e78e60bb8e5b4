package org.glusterj.linux;

/**
 * Identity, children, signals and scheduling. Conventions: {@link Syscalls}. The file-system identity
 * ({@code setfsuid}, {@code setfsgid}, {@code setgroups}) belongs to the calling <b>thread</b>: set it and restore it
 * in {@code finally} on the same platform thread; a virtual one must not leave its carrier in between, which keeps it.
 */
public interface ProcessSyscalls {

    int SIGHUP = 1;
    int SIGINT = 2;
    int SIGKILL = 9;
    int SIGUSR1 = 10;
    int SIGTERM = 15;

    int WNOHANG = 1;

    int PR_SET_PDEATHSIG = 1;
    int PR_SET_DUMPABLE = 4;
    int PR_SET_NAME = 15;

    /** Most supplementary groups of a thread; more answer {@code -EINVAL}. */
    int NGROUPS_MAX = 65_536;

    int getpid();

    int gettid();

    int getuid();

    int geteuid();

    int getgid();

    int getegid();

    /**
     * Sets the uid for permission checks of this thread and returns the one before. It cannot report failure: a
     * caller that must know asks again with −1. Leaving 0 drops the file-system capabilities of the thread
     * (CAP_DAC_OVERRIDE, CAP_CHOWN …) but not CAP_SYS_ADMIN, so {@code trusted.*} attributes stay accessible.
     */
    int setfsuid(int uid);

    /** As {@link #setfsuid}, for the gid. */
    int setfsgid(int gid);

    /** Sets the supplementary groups of this thread only, by the raw call: glibc's changes all threads. */
    int setgroups(int[] gids);

    /** Number of supplementary groups; copied when {@code gids} is not empty, {@code -EINVAL} when it is too small. */
    int getgroups(int[] gids);

    /** Sets the mask of the whole process and returns the one before. */
    int umask(int mask);

    int kill(int pid, int signal);

    /**
     * The reaped child's pid, or 0 with {@link #WNOHANG} while it runs. The wait status goes to {@code status[0]}: exit
     * code in bits 8–15, or a signal in bits 0–6.
     */
    int waitpid(int pid, int[] status, int options);

    /** The child's pid. */
    int spawn(Spawn child);

    int prctl(int option, long arg2, long arg3, long arg4, long arg5);

    /** Sets the name of the calling thread as the kernel shows it, cut at 15 bytes. */
    int threadName(String name);

    /** Pins thread {@code tid} (0: the caller) to one CPU below 1,024. */
    int schedSetAffinity(int tid, int cpu);
}
