package org.glusterj.features.upcall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glusterj.core.ClientId;
import org.glusterj.core.Gfid;

/**
 * The clients that used one inode and when each did so last. Guarded by the monitor, under which nothing is sent. At
 * most {@value #MOST} clients; the one that was silent for longest gives way.
 */
final class Watchers {
    static final int MOST = 4096;

    private final Gfid gfid;
    private ClientId[] clients = new ClientId[2];
    private long[] times = new long[2];
    private int count;

    Watchers(Gfid gfid) {
        this.gfid = gfid;
    }

    Gfid gfid() {
        return gfid;
    }

    /**
     * Notes that {@code client} uses the inode.
     *
     * @return null when it was noted before; else whom it replaced, or itself when there was room
     */
    synchronized ClientId seen(ClientId client, long now) {
        int at = indexOf(client);
        if (at >= 0) {
            times[at] = now;
            return null;
        }
        if (count == MOST) {
            int oldest = oldest();
            var replaced = clients[oldest];
            clients[oldest] = client;
            times[oldest] = now;
            return replaced;
        }
        if (count == clients.length) {
            clients = Arrays.copyOf(clients, 2 * count);
            times = Arrays.copyOf(times, 2 * count);
        }
        clients[count] = client;
        times[count] = now;
        count++;
        return client;
    }

    /** Who used the inode after {@code since}, without {@code client} and those in {@code told}. */
    synchronized List<ClientId> others(ClientId client, long since, List<ClientId> told) {
        List<ClientId> others = List.of();
        for (int i = 0; i < count; i++) {
            var other = clients[i];
            if (times[i] - since > 0 && !other.equals(client) && !told.contains(other)) {
                if (others.isEmpty()) {
                    others = new ArrayList<>(count);
                }
                others.add(other);
            }
        }
        return others;
    }

    /** Forgets who was silent since {@code since}. @return how many */
    synchronized int expire(long since) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (times[i] - since > 0) {
                clients[kept] = clients[i];
                times[kept] = times[i];
                kept++;
            }
        }
        int gone = count - kept;
        Arrays.fill(clients, kept, count, null);
        count = kept;
        return gone;
    }

    /** Forgets all. @return who was noted */
    synchronized List<ClientId> clear() {
        var all = List.of(Arrays.copyOf(clients, count));
        Arrays.fill(clients, 0, count, null);
        count = 0;
        return all;
    }

    synchronized int count() {
        return count;
    }

    private int indexOf(ClientId client) {
        for (int i = 0; i < count; i++) {
            if (clients[i].equals(client)) {
                return i;
            }
        }
        return -1;
    }

    private int oldest() {
        int oldest = 0;
        for (int i = 1; i < count; i++) {
            if (times[i] - times[oldest] < 0) {
                oldest = i;
            }
        }
        return oldest;
    }
}
