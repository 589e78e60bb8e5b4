package org.glusterj.management.stock;

/** Graphs by the names that GETSPEC knows. Answers from memory: it is asked on event loops. */
public interface Volfiles {
    /**
     * @param key {@code V}, {@code /V}, {@code V.HOST.PATH}...; a byte string
     * @param trusted whether who asks is a node of the pool
     * @return the text, a byte string, or null
     */
    String find(String key, boolean trusted);

    /** Text of the volume's uuid, or null. @param volume a byte string */
    String volumeId(String volume);
}
