/**
 * {@code features/utime}: the client side of consistent times, which says when each operation happened and what it
 * stamps. Runs on the caller's thread and keeps no state but its option. The stored times belong to the brick's
 * storage/posix.
 */
package org.glusterj.features.utime;
