package org.glusterj.management.stock;

import java.util.HashMap;
import java.util.Map;

/**
 * Bricks that told their port by SIGNIN, as processes do that no manager of ours looks after. An entry belongs to its
 * connection and goes with it. Guarded by its monitor.
 */
final class SignIns {
    /** Bricks of one node; SIGNIN beyond it is refused. */
    private static final int MAX_BRICKS = 4096;

    private record Entry(int port, Object owner) {}

    private final Map<String, Entry> byBrick = new HashMap<>();

    synchronized boolean add(String brick, int port, Object owner) {
        if (byBrick.size() >= MAX_BRICKS && !byBrick.containsKey(brick)) {
            return false;
        }
        byBrick.put(brick, new Entry(port, owner));
        return true;
    }

    synchronized boolean remove(String brick, int port, Object owner) {
        var present = byBrick.get(brick);
        if (present == null || present.owner() != owner || present.port() != port) {
            return false;
        }
        byBrick.remove(brick);
        return true;
    }

    synchronized void removeAll(Object owner) {
        byBrick.values().removeIf(entry -> entry.owner() == owner);
    }

    /** 0 when the brick is not known. */
    synchronized int portOf(String brick) {
        var entry = byBrick.get(brick);
        return entry == null ? 0 : entry.port();
    }
}
