package org.glusterj.brick;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/** Turns SIGTERM and SIGINT into the release of a latch, so that a command can end in order with its own exit code. */
final class StopSignals {
    private StopSignals() {}

    static CountDownLatch install() {
        var stop = new CountDownLatch(1);
        for (var name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
        return stop;
    }
}
