package org.glusterj.core;

/** File system figures in statvfs(3) order and units: block counts are in {@code frsize} bytes. */
public record Statvfs(
        long bsize,
        long frsize,
        long blocks,
        long bfree,
        long bavail,
        long files,
        long ffree,
        long favail,
        long fsid,
        long flag,
        long namemax) {}
