package org.glusterj.management.daemon;

import org.glusterj.brick.BrickCommand;

/** {@code glusterj brick} without the launcher. */
final class BrickMain {
    private BrickMain() {}

    public static void main(String[] args) {
        System.exit(BrickCommand.run(args, System.out, System.err));
    }
}
