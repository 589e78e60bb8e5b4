package org.glusterj.brick;

/** Starts {@code serve} as a process of its own. */
final class ServeMain {
    private ServeMain() {}

    public static void main(String[] args) {
        System.exit(ServeCommand.run(args, System.out, System.err));
    }
}
