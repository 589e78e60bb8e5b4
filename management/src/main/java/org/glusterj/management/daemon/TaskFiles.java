package org.glusterj.management.daemon;

import java.nio.file.Path;
import java.util.UUID;

/** Where what belongs to a node's process for a task lies. Immutable. */
record TaskFiles(String volume, UUID task, Path volfile, HostFiles host) {}
