package org.glusterj.fuse;

/** Entry point of a mount process; see {@link MountCommand}. */
public final class MountMain {
    private MountMain() {}

    public static void main(String[] args) {
        System.exit(MountCommand.run(args, System.out, System.err));
    }
}
