package org.glusterj.core;

/**
 * One entry of READDIR or READDIRP.
 *
 * @param offset cookie from which to continue after this entry
 * @param type DT_* number, 0 = unknown
 * @param iatt {@link Iatt#NONE} for READDIR and for entries that vanished
 * @param dict requested xattrs; {@link Xdata#NULL} for READDIR
 */
public record DirEntry(long ino, long offset, int type, String name, Iatt iatt, Xdata dict) {}
