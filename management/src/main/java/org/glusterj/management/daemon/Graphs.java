package org.glusterj.management.daemon;

import org.glusterj.core.Volfile;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;

/** Graphs of volumes. Implementations are pure. */
public interface Graphs {
    Volfile brick(Volume volume, Brick brick);

    /** @param trusted whether it may have the password that nodes of the pool log in with */
    Volfile client(Volume volume, boolean trusted);
}
