package org.glusterj.core;

/** Where translators write their state: sections of key=value lines, as in stock statedumps. */
public interface Dump {
    /** Starts a section, e.g. {@code xlator.protocol.client.V-client-0.priv}. */
    Dump section(String name);

    Dump put(String key, Object value);
}
