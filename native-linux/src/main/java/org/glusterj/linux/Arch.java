package org.glusterj.linux;

/** The two instruction sets GlusterJ knows, with the system call numbers and flags in which they differ. Immutable. */
enum Arch {
    X86_64(437, 217, 186, 122, 123, 116, 0x10000, 0x20000, 0x4000, 0x8000),
    AARCH64(437, 61, 178, 151, 152, 159, 0x4000, 0x8000, 0x10000, 0x20000);

    /** The machine this process runs on. */
    static final Arch HERE = of(System.getProperty("os.name"), System.getProperty("os.arch"));

    final long openat2;
    final long getdents64;
    final long gettid;
    final long setfsuid;
    final long setfsgid;
    final long setgroups;
    final int oDirectory;
    final int oNofollow;
    final int oDirect;
    final int oLargefile;

    Arch(
            int openat2,
            int getdents64,
            int gettid,
            int setfsuid,
            int setfsgid,
            int setgroups,
            int oDirectory,
            int oNofollow,
            int oDirect,
            int oLargefile) {
        this.openat2 = openat2;
        this.getdents64 = getdents64;
        this.gettid = gettid;
        this.setfsuid = setfsuid;
        this.setfsgid = setfsgid;
        this.setgroups = setgroups;
        this.oDirectory = oDirectory;
        this.oNofollow = oNofollow;
        this.oDirect = oDirect;
        this.oLargefile = oLargefile;
    }

    static Arch of(String os, String arch) {
        if (!"Linux".equals(os)) {
            throw new UnsupportedOperationException(
                    "GlusterJ's system calls need Linux, not " + os);
        }
        return switch (arch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new UnsupportedOperationException("unknown machine " + arch);
        };
    }
}
