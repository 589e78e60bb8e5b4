/**
 * {@code features/worm}: files that are written once. Runs on the caller's thread; what it knows of a file is in the
 * file's own xattrs and access time. Nothing is owned here.
 */
package org.glusterj.features.worm;
