package org.glusterj.simulation;

import java.util.List;
import org.glusterj.core.FopException;

/** What programs do to the volume, and what must be true of it then. */
interface Workload {
    /** Prepares the volume, on a thread of {@code client}, before anything fails. */
    void prepare(ClientNode client) throws FopException;

    /** One operation of {@code client}, on a thread of it; its failure is recorded, not thrown. */
    void operate(ClientNode client);

    /** What was wrong in the answers so far, and is wrong on the disks of bricks that are equal. */
    List<String> check(BrickNode brick);
}
