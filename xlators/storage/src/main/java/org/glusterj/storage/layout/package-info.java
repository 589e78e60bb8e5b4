/**
 * Facts about the bytes and names a brick has on disk (spec brick-format): handles, gfid2path, stored times. Pure;
 * shared by who serves a brick ({@code storage.posix}) and who examines one ({@code storage.check}).
 */
package org.glusterj.storage.layout;
