package org.glusterj.core;

/** A posix lock as GETACTIVELK and SETACTIVELK carry it, with the client that holds it. */
public record ActiveLock(Flock flock, String clientUid, int flags) {}
