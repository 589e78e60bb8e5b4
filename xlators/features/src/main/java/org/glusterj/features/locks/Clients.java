package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.ClientId;

/**
 * The connections that have or had locks. Thread-safe. A connection that ended stays known for a while, so that a
 * request of it that is still on its way cannot take a lock that nobody would ever release.
 */
final class Clients {
    /** How many ended connections are remembered; their last requests end long before as many others came and went. */
    private static final int REMEMBERED = 1024;

    private final Map<ClientId, ClientLocks> byId = new ConcurrentHashMap<>();

    /** Guarded by itself. */
    private final LinkedHashSet<ClientId> ended = new LinkedHashSet<>();

    ClientLocks of(ClientId id) {
        var known = byId.get(id);
        return known != null ? known : byId.computeIfAbsent(id, ClientLocks::new);
    }

    /** Drops everything of a connection that has ended; may be told more than once. */
    void gone(ClientId id) {
        var client = of(id);
        for (var inode : client.close()) {
            inode.dropClient(client);
        }
        synchronized (ended) {
            if (ended.add(id) && ended.size() > REMEMBERED) {
                byId.remove(ended.removeFirst());
            }
        }
    }

    /** Every inode with locks, each once, in the order of connections. */
    List<InodeLocks> inodes() {
        var inodes = new LinkedHashSet<InodeLocks>();
        var clients = new ArrayList<>(byId.values());
        clients.sort((a, b) -> Long.compare(a.id().connection(), b.id().connection()));
        clients.forEach(client -> inodes.addAll(client.inodes()));
        return List.copyOf(inodes);
    }

    int known() {
        return byId.size();
    }
}
