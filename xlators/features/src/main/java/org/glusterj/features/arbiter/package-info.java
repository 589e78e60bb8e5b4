/**
 * {@code features/arbiter}: makes a brick keep names, attributes and xattrs of files, but no content. Runs on the
 * caller's thread, keeps nothing.
 */
package org.glusterj.features.arbiter;
