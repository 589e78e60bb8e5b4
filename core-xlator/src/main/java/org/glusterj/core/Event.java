package org.glusterj.core;

/**
 * What travels through the graph beside fops. {@link Down} events go from a translator to its children, {@link Up}
 * events to its parents; a translator that does not care passes them on unchanged.
 */
public sealed interface Event {
    /** From parents to children. */
    sealed interface Down extends Event {}

    /** From children to parents. */
    sealed interface Up extends Event {}

    /** The graph above is ready: leaves start connecting. */
    record ParentUp() implements Down {}

    /** The graph is going away: leaves disconnect. */
    record ParentDown() implements Down {}

    /** A client's connection ended: drop its locks, leases and bookkeeping. */
    record ClientGone(ClientId client) implements Down {}

    /** @param child the edge's child it came from, by name */
    record ChildUp(String child) implements Up {}

    record ChildDown(String child) implements Up {}

    record ChildConnecting(String child) implements Up {}

    /**
     * An attempt to bring a child up failed. It goes on trying all the same; fronts keep {@code why} for their message.
     *
     * @param why a sentence for people
     * @param lasting trying again will not help before somebody changes something: refused credentials, no such brick
     */
    record ChildFailed(String child, Errno errno, String why, boolean lasting) implements Up {}

    /** The management server says that the volfile changed. */
    record VolfileModified() implements Up {}

    /**
     * A callback: on a brick for {@code target} (protocol/server sends it), on a client for the graph's own caches.
     */
    record Upcall(ClientId target, UpcallBody body) implements Up {}
}
