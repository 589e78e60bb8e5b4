/**
 * {@code features/selinux}: keeps the labels clients set apart from those the brick's own kernel uses. Runs on the
 * caller's thread, no state but its option. Owns nothing.
 */
package org.glusterj.features.selinux;
