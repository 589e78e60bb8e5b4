package org.glusterj.features.locks;

import org.glusterj.core.LkOwner;

/** Whose lock it is: a connection and the opaque owner bytes of its request. The pid is information only. */
record Owner(ClientLocks client, LkOwner key) {}
