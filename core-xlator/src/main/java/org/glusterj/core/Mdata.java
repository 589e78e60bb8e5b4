package org.glusterj.core;

/** The three stored times of an inode: seconds and nanoseconds each (spec wire-protocol 5.4, brick-format 4). */
public record Mdata(
        long atime, int atimeNsec, long mtime, int mtimeNsec, long ctime, int ctimeNsec) {}
