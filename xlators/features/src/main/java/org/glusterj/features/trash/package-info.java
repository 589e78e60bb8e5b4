/**
 * {@code features/trash}: keeps what is removed or cut off in a directory of the volume. Runs on the caller's thread;
 * the trash belongs to the volume's root user, nothing is owned here.
 */
package org.glusterj.features.trash;
