/**
 * The heart of GlusterJ: file operations as values, translators that carry them out, and the graph that connects them.
 *
 * <pre>
 *   front (FUSE, gfapi, protocol/server)
 *        | call(frame, fop)          ^ reply, or FopException
 *        v                           |
 *   Xlator --Edge--> Xlator --Edge--> Xlator (leaf)
 *   events: ParentUp, ClientGone ... flow down; ChildUp, Upcall ... flow up
 * </pre>
 *
 * <p>Calls block on the thread the front chose; nothing here starts a thread except {@link
 * org.glusterj.core.Environment}. Payload bytes are off-heap and owned as {@link org.glusterj.core.Payload} says;
 * inodes and fds belong to the {@link org.glusterj.core.InodeTable} of their graph.
 *
 * <p>Names (file names, symlink targets, xattr names) are byte strings held in {@link String}, one char per byte
 * (ISO-8859-1); {@link org.glusterj.core.Name} converts at the edges.
 */
package org.glusterj.core;
