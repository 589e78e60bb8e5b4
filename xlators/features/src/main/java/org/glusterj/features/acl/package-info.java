/**
 * {@code features/access-control} and {@code system/posix-acl}: where stock checks mode bits and ACLs itself. GlusterJ
 * leaves that to the kernel of the brick, which sees every syscall under the caller's fsuid, fsgid and groups. Runs on
 * the caller's thread, owns nothing.
 */
package org.glusterj.features.acl;
