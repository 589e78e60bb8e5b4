package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.FopException;

/** Who says which copy is right where the counters do not: a volume's policy, or an administrator. */
interface Judge {
    /**
     * @param type DATA or METADATA
     * @param present copies to choose from; all have answered
     * @return the right one, -1 when there is none
     * @throws FopException EIO there is none, and the judge knows why
     */
    int choose(ChangeType type, Sight sight, Copies present) throws FopException;

    /** As {@link #choose}, among copies of one name that stand for different objects of one type. */
    int chooseName(Sight sight, Copies present) throws FopException;
}
