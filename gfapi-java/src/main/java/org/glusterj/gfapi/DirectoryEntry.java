package org.glusterj.gfapi;

import org.glusterj.core.FileType;
import org.glusterj.core.Iatt;

/**
 * One name of a directory.
 *
 * @param iatt {@link Iatt#NONE} where the listing was without attributes or the object vanished meanwhile
 * @param cookie {@link GlusterDirectory#seek} to it continues after this entry
 */
public record DirectoryEntry(String name, FileType type, long ino, Iatt iatt, long cookie) {}
