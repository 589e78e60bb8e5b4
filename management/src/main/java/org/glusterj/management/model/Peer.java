package org.glusterj.management.model;

import java.util.List;
import java.util.UUID;

/**
 * A node of the trusted pool.
 *
 * @param addresses host names or IP addresses, the first is how the pool calls it
 */
public record Peer(UUID id, List<String> addresses) {
    public Peer {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("peer " + id + " without an address");
        }
    }

    public String name() {
        return addresses.getFirst();
    }
}
