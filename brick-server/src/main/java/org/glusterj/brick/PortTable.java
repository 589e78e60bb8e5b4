package org.glusterj.brick;

import java.util.HashMap;
import java.util.Map;

/**
 * Which brick listens on which port. An entry that came by SIGNIN belongs to its connection and goes with it. Guarded
 * by its monitor.
 */
public final class PortTable {
    /** Bricks of one node; SIGNIN beyond it is refused. */
    static final int MAX_BRICKS = 4096;

    /** Longest path of a brick in bytes, as Linux has it. */
    static final int MAX_PATH_BYTES = 4096;

    /** Owner of entries for bricks of this process. */
    static final Object LOCAL = "local";

    private record Entry(int port, Object owner) {}

    private final Map<String, Entry> byBrick = new HashMap<>();

    /** False when the table is full, the path too long, or the brick belongs to this process. */
    public synchronized boolean add(String brick, int port, Object owner) {
        var present = byBrick.get(brick);
        boolean full = byBrick.size() >= MAX_BRICKS || brick.length() > MAX_PATH_BYTES;
        if (present == null && full) {
            return false;
        }
        if (present != null && present.owner() == LOCAL && owner != LOCAL) {
            return false;
        }
        byBrick.put(brick, new Entry(port, owner));
        return true;
    }

    /** Removes the brick's entry if it names {@code port} (0 = any) and belongs to {@code owner}. */
    public synchronized boolean remove(String brick, int port, Object owner) {
        var present = byBrick.get(brick);
        if (present == null || present.owner() != owner || (port != 0 && present.port() != port)) {
            return false;
        }
        byBrick.remove(brick);
        return true;
    }

    public synchronized void removeAll(Object owner) {
        byBrick.values().removeIf(entry -> entry.owner() == owner);
    }

    /** 0 when the brick is not known. */
    public synchronized int portOf(String brick) {
        var entry = byBrick.get(brick);
        return entry == null ? 0 : entry.port();
    }

    /** A brick on that port, or null. */
    public synchronized String brickOn(int port) {
        for (var entry : byBrick.entrySet()) {
            if (entry.getValue().port() == port) {
                return entry.getKey();
            }
        }
        return null;
    }
}
