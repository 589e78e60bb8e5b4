package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.GraphException;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/**
 * The names under which bricks count what other bricks have missed, one for each child by its index, and the one for
 * changes under way (spec afr 1). They come from the volfile and stay with a brick when others are removed or replaced,
 * so they need not be those of the children. Immutable.
 *
 * @param pending by index
 * @param dirty of changes under way
 */
public record PendingKeys(List<String> pending, String dirty) {
    private static final String PREFIX = "trusted.afr.";

    public PendingKeys {
        pending = List.copyOf(pending);
    }

    /**
     * @param names the value of {@code afr-pending-xattr}: names separated by commas; empty = those of the children
     * @param dirty the value of {@code afr-dirty-xattr}
     * @param children names of the children
     */
    public static PendingKeys of(String names, String dirty, List<String> children)
            throws GraphException {
        var keys = new ArrayList<String>(children.size());
        var given = names.isBlank() ? children : List.of(names.split(","));
        for (var name : given) {
            if (!name.isBlank()) {
                keys.add(PREFIX + name.strip());
            }
        }
        if (keys.size() < children.size()) {
            throw new GraphException(
                    "afr-pending-xattr names "
                            + keys.size()
                            + " of "
                            + children.size()
                            + " subvolumes: "
                            + names);
        }
        return new PendingKeys(keys.subList(0, children.size()), dirty);
    }

    public int size() {
        return pending.size();
    }

    public String of(int child) {
        return pending.get(child);
    }

    /** What {@code xdata} says {@code child} has missed. */
    public Pending of(int child, Xdata xdata) {
        return read(xdata, of(child));
    }

    /** What {@code xdata} says is under way. */
    public Pending dirty(Xdata xdata) {
        return read(xdata, dirty);
    }

    private static Pending read(Xdata xdata, String key) {
        var value = xdata.bytes(key);
        return value.isEmpty() ? Pending.ZERO : Pending.of(value.get());
    }

    /** {@code request} with all these names asked for, 12 bytes each. */
    public Xdata ask(Xdata request) {
        var asked = new Xdata.Builder(request.size() + pending.size() + 2);
        asked.putAll(request);
        for (var key : pending) {
            asked.put(key, new XdataValue.Uint(Pending.BYTES));
        }
        return asked.put(dirty, new XdataValue.Uint(Pending.BYTES)).build();
    }
}
