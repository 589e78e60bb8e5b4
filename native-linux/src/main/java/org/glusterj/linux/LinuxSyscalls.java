package org.glusterj.linux;

import java.util.Objects;

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

    /** Refuses other machines, and a glibc older than 2.28, before any call is made: calls are linked one by one. */
    private LinuxSyscalls() {
        Objects.requireNonNull(Arch.HERE);
        Downcall.require("renameat2");
    }
}
