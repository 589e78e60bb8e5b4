package org.glusterj.cluster.dht;

import java.util.HashSet;
import java.util.Set;
import org.glusterj.core.GraphException;

/** The options in the form that fops use them; replaced as a whole when they change. Immutable. */
record Settings(
        DistributeOptions options, NameHashing hashing, Set<Integer> leaving, FreeLimits limits) {

    static Settings of(DistributeOptions options, Children children) throws GraphException {
        var leaving = new HashSet<Integer>();
        for (var name : options.decommissioned().split(",")) {
            if (!name.isBlank()) {
                int index = children.indexOf(name.strip());
                if (index == Known.NOWHERE) {
                    throw new GraphException(
                            "decommissioned-bricks names no subvolume: " + name.strip());
                }
                leaving.add(index);
            }
        }
        return new Settings(
                options,
                new NameHashing(options.rsyncRegex(), options.extraRegex()),
                Set.copyOf(leaving),
                FreeLimits.of(options.minFreeDisk(), options.minFreeInodes()));
    }
}
