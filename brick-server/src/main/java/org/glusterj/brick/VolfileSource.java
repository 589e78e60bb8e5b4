package org.glusterj.brick;

/** Text of a volfile for whoever asks; called on an event loop, so it must neither block nor fail. */
@FunctionalInterface
public interface VolfileSource {
    /** @param serverHost the address by which the asking client reached the management endpoint */
    String text(String serverHost);
}
