/**
 * Tests of the storage translator against a real directory. They run as root on a file system with trusted xattrs and
 * say so loudly when they cannot. {@link org.glusterj.storage.posix.Rig} plays the brick's front.
 */
package org.glusterj.storage.posix;
