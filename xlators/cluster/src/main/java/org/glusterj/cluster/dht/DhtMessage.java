package org.glusterj.cluster.dht;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of distribute, 109000 to 109999. */
enum DhtMessage implements Message {
    UNLOCK_FAILED(109001, Level.WARN, "a lock could not be given back", "subvolume", "errno"),
    LAYOUT_HEALED(
            109002,
            Level.INFO,
            "layout of a directory set right",
            "directory",
            "gfid",
            "holes",
            "overlaps",
            "missing"),
    LAYOUT_NOT_HEALED(
            109003,
            Level.WARN,
            "layout of a directory is not whole and cannot be set right now",
            "directory",
            "gfid",
            "errno"),
    DIRECTORY_NOT_MADE(
            109004,
            Level.WARN,
            "directory could not be made on a subvolume",
            "directory",
            "subvolume",
            "errno"),
    LAYOUT_NOT_WRITTEN(
            109005,
            Level.WARN,
            "layout could not be written to a subvolume",
            "directory",
            "subvolume",
            "errno"),
    TWO_KINDS(
            109006,
            Level.ERROR,
            "name is a file on one subvolume and a directory on another",
            "name"),
    LINKTO_NOT_MADE(109013, Level.DEBUG, "linkto file could not be made", "name", "errno"),
    GFIDS_DIFFER(109007, Level.ERROR, "name stands for several objects", "name"),
    LEFT_OVER(
            109008,
            Level.WARN,
            "a name is left on a subvolume after it was removed or renamed",
            "name",
            "subvolume",
            "errno"),
    ATTRIBUTES_NOT_SET(
            109009,
            Level.WARN,
            "attributes of a directory differ between subvolumes until they are healed",
            "directory",
            "subvolume",
            "errno"),
    SUBVOLUME_UP(109010, Level.INFO, "subvolume is up", "volume", "subvolume"),
    SUBVOLUME_DOWN(109011, Level.WARN, "subvolume is down", "volume", "subvolume"),
    FOLLOWED(109012, Level.DEBUG, "file was migrated", "gfid", "from", "to");

    private final Text text;

    DhtMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
