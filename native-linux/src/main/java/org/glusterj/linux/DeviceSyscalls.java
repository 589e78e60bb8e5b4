package org.glusterj.linux;

import java.lang.foreign.MemorySegment;

/**
 * Mounts, devices, descriptors as such, locks on files, pipes and local sockets. Conventions, threads and ownership:
 * {@link Syscalls}. New descriptors are close-on-exec only when a flag says so.
 */
public interface DeviceSyscalls {

    int MS_RDONLY = 1;
    int MS_NOSUID = 2;
    int MS_NODEV = 4;
    int MS_NOEXEC = 8;
    int MS_SYNCHRONOUS = 16;
    int MS_REMOUNT = 32;
    int MS_DIRSYNC = 128;
    int MS_NOATIME = 1024;
    int MS_NODIRATIME = 2048;
    int MS_BIND = 4096;
    int MS_REC = 16_384;
    int MS_PRIVATE = 1 << 18;
    int MS_RELATIME = 1 << 21;
    int MS_STRICTATIME = 1 << 24;

    /** A mount namespace of the calling thread's own. */
    int CLONE_NEWNS = 0x20000;

    int MNT_FORCE = 1;
    int MNT_DETACH = 2;
    int UMOUNT_NOFOLLOW = 8;

    /** {@code ioctl} on a fresh /dev/fuse descriptor; the argument points at the u32 of the mounted descriptor. */
    long FUSE_DEV_IOC_CLONE = 0x8004_E500L;

    int LOCK_SH = 1;
    int LOCK_EX = 2;
    int LOCK_NB = 4;
    int LOCK_UN = 8;

    int F_DUPFD = 0;
    int F_GETFD = 1;
    int F_SETFD = 2;
    int F_GETFL = 3;
    int F_SETFL = 4;
    int F_DUPFD_CLOEXEC = 1030;
    int FD_CLOEXEC = 1;

    int F_GETLK = 5;
    int F_SETLK = 6;
    int F_SETLKW = 7;
    int F_OFD_GETLK = 36;
    int F_OFD_SETLK = 37;
    int F_OFD_SETLKW = 38;
    int F_RDLCK = 0;
    int F_WRLCK = 1;
    int F_UNLCK = 2;

    int EFD_SEMAPHORE = 1;
    int EFD_NONBLOCK = 0x800;
    int EFD_CLOEXEC = 0x80000;

    int AF_UNIX = 1;
    int SOCK_STREAM = 1;
    int SOCK_CLOEXEC = 0x80000;
    int SOCK_NONBLOCK = 0x800;

    /** {@code source}, {@code type} and {@code data} may be null; {@code data} is at most 4,095 bytes. */
    int mount(String source, String target, String type, long flags, String data);

    int umount2(String target, int flags);

    /** Takes the calling thread alone out of what it shares; other threads of the process are not touched. */
    int unshare(int flags);

    int ioctl(int fd, long request, MemorySegment argument);

    /** The form whose argument is a number, not an address. */
    int ioctl(int fd, long request, long argument);

    /** The form whose argument points at a u32 holding {@code value}, such as {@link #FUSE_DEV_IOC_CLONE}. */
    int ioctlPointer(int fd, long request, int value);

    /** Descriptors that are ready, 0 when time ran out; −1 milliseconds waits for ever. */
    int poll(PollFds fds, int timeoutMillis);

    /** Waits for one descriptor: its {@code revents}, 0 when time ran out. */
    int poll(int fd, int events, int timeoutMillis);

    int eventfd(int initial, int flags);

    /** Read end into {@code ends[0]}, write end into {@code ends[1]}. */
    int pipe2(int[] ends, int flags);

    int dup(int fd);

    int dup2(int fd, int as);

    /** Commands whose argument is a number or absent. */
    int fcntl(int fd, int command, int argument);

    /** {@code F_SETLK}, {@code F_OFD_SETLK} and their waiting forms; length 0 means to the end of the file. */
    int fcntlLock(int fd, int command, int type, long start, long length);

    int flock(int fd, int operation);

    int socketpair(int domain, int type, int protocol, int[] ends);

    /**
     * Receives one byte with one descriptor (SCM_RIGHTS), which is close-on-exec. {@code -ECONNRESET} when the peer
     * closed without sending, {@code -EBADMSG} when a byte came without a descriptor.
     */
    int receiveFd(int socket);

    /** Sends one zero byte with one descriptor. */
    int sendFd(int socket, int fd);
}
