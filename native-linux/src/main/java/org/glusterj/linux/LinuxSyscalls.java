package org.glusterj.linux;

/** The kernel below this process: the families of calls, each bound in its own file, put together. Stateless. */
final class LinuxSyscalls
        implements Syscalls,
                LinuxFds,
                LinuxPaths,
                LinuxXattrs,
                LinuxXattrsAt,
                LinuxDevices,
                LinuxProcess {

    static final LinuxSyscalls INSTANCE = new LinuxSyscalls();

    private LinuxSyscalls() {}
}
