package org.glusterj.core;

/** Argument and answer of LEASE. @param cmd 1 get, 2 set, 3 unlock; @param type 0 none, 1 read, 2 read-write */
public record LeaseArgs(int cmd, int type, Gfid leaseId, int flags) {}
