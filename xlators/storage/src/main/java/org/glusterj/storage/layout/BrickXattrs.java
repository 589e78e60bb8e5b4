package org.glusterj.storage.layout;

/** Names of the xattrs by which objects of a brick are known (spec brick-format, dht, afr, ec, other-xlators). */
public final class BrickXattrs {
    public static final String GFID = "trusted.gfid";
    public static final String VOLUME_ID = "trusted.glusterfs.volume-id";

    /** Says where DHT keeps the file; text closed by a NUL. */
    public static final String LINKTO = "trusted.glusterfs.dht.linkto";

    /** A directory's range of hashes: commit hash, type, first, last; four u32, big-endian. */
    public static final String LAYOUT = "trusted.glusterfs.dht";

    /** Followed by a parent's uuid; u32, how often that directory names the object. */
    public static final String PGFID = "trusted.pgfid.";

    /** Our own, on a file that ICREATE made and that has no name yet; one byte. */
    public static final String NAMELESS = "trusted.glusterj.nameless";

    private BrickXattrs() {}
}
