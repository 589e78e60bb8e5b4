package org.glusterj.cluster.dht;

import org.glusterj.core.GraphException;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/** Chooses what distributes: nothing is to be decided for one subvolume. */
final class Distribute {
    private Distribute() {}

    private static Xlator create(XlatorContext context, DistributeOptions options)
            throws GraphException {
        int subvolumes = context.children().size();
        if (subvolumes == 0) {
            throw new GraphException(context.name() + ": distribute needs subvolumes");
        }
        if (subvolumes == 1) {
            return new SingleSubvolume(context, options);
        }
        return new Dht(context, options);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<DistributeOptions> {
        public Type() {
            super("cluster/distribute", DistributeOptions.class, Distribute::create);
        }
    }
}
