package org.glusterj.features.changelog;

/**
 * The slices of the journal that tell already of an inode's changes, by kind: one record of a kind in a slice is
 * enough. Values are {@link Journal#slice()}, 0 = none. Read without a lock, written under the journal's monitor.
 */
final class Marks {
    /** The kinds of changes that are recorded once in a slice, as stock divides them. */
    enum Kind {
        DATA,
        METADATA,
        XATTR
    }

    private volatile long data;
    private volatile long metadata;
    private volatile long xattr;

    long get(Kind kind) {
        return switch (kind) {
            case DATA -> data;
            case METADATA -> metadata;
            case XATTR -> xattr;
        };
    }

    void set(Kind kind, long slice) {
        switch (kind) {
            case DATA -> data = slice;
            case METADATA -> metadata = slice;
            case XATTR -> xattr = slice;
        }
    }
}
