package org.glusterj.features.changelog;

/** How a journal's records are written; the header names it by number (spec other-xlators, changelog). */
enum Encoding {
    BINARY(1),
    ASCII(2);

    private final int number;

    Encoding(int number) {
        this.number = number;
    }

    /** The first line of a journal, newline included. */
    String header() {
        return "GlusterFS Changelog | version: v1.2 | encoding : " + number + "\n";
    }
}
