package org.glusterj.storage.check;

/**
 * One thing that is wrong.
 *
 * @param path byte string relative to the brick, "." for the brick itself
 * @param what details in words, without names that are not plain text
 * @param mended whether it was put right
 */
public record Finding(Kind kind, String path, String what, boolean mended) {}
