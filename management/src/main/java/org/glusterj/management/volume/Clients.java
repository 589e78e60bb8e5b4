package org.glusterj.management.volume;

import java.net.InetAddress;
import java.util.Collection;

/** Those who have their volfile from this node, as the volume commands see them. Thread-safe. */
public interface Clients {
    /**
     * Asks a program on libgfapi for a statedump, of either make; mounts do not listen. Nobody says whether there is
     * one.
     *
     * @param hosts addresses of the host where it runs
     */
    void statedump(String volume, Collection<InetAddress> hosts, int pid);
}
