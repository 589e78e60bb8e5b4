package org.glusterj.rpc;

/** Program and version numbers (spec wire-protocol 7.1). */
public final class Programs {
    public static final int FOPS = 1298437;
    public static final int FOPS_VERSION = 400;
    public static final int FOPS_VERSION_LEGACY = 330;
    public static final int HANDSHAKE = 14398633;
    public static final int HANDSHAKE_VERSION = 2;
    public static final int DUMP = 123451501;
    public static final int DUMP_VERSION = 1;
    public static final int PORTMAP = 34123456;
    public static final int PORTMAP_VERSION = 1;
    public static final int CALLBACK = 52743234;
    public static final int CALLBACK_VERSION = 1;
    public static final int CLI = 1238463;
    public static final int CLI_VERSION = 2;
    public static final int PEER = 1238437;
    public static final int PEER_VERSION = 2;
    public static final int MGMT = 1238433;
    public static final int MGMT_V2_VERSION = 2;
    public static final int MGMT_V3_VERSION = 3;
    public static final int MGMT_HANDSHAKE = 1239873;
    public static final int MGMT_HANDSHAKE_VERSION = 1;
    public static final int BRICK_OPS = 4867634;
    public static final int BRICK_OPS_VERSION = 2;

    private Programs() {}
}
