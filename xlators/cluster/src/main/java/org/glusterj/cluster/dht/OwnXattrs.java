package org.glusterj.cluster.dht;

import java.util.List;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Users neither see nor change the xattrs that hold layouts, and give no commands to rebalance by xattrs; daemons may.
 * Immutable.
 *
 * @param layout what the names of the hidden ones begin with
 * @param noCommands why commands are refused
 */
record OwnXattrs(String layout, String noCommands) {
    /** Commands of rebalance tools in the form of xattrs. */
    private static final List<String> COMMANDS = List.of("distribute.", "trusted.distribute.");

    private boolean isHidden(Caller caller, String name) {
        return !caller.isInternal() && name.startsWith(layout);
    }

    /** Throws ENODATA for a hidden one. */
    void requireShown(Caller caller, String name) throws FopException {
        if (isHidden(caller, name)) {
            throw new FopException(Errno.ENODATA);
        }
    }

    /** A reply without the hidden ones. */
    Reply.Xattrs shown(Caller caller, Reply.Xattrs reply) {
        var dict = reply.dict();
        for (int i = 0; i < dict.size(); i++) {
            if (isHidden(caller, dict.key(i))) {
                return new Reply.Xattrs(withoutHidden(caller, dict), reply.xdata());
            }
        }
        return reply;
    }

    private Xdata withoutHidden(Caller caller, Xdata dict) {
        var rest = new Xdata.Builder(dict.size());
        for (int i = 0; i < dict.size(); i++) {
            if (!isHidden(caller, dict.key(i))) {
                rest.put(dict.key(i), dict.value(i));
            }
        }
        return rest.build();
    }

    /** As {@link #requireChangeable(Caller, String)} for each of {@code dict}. */
    void requireChangeable(Caller caller, Xdata dict) throws FopException {
        for (int i = 0; i < dict.size(); i++) {
            requireChangeable(caller, dict.key(i));
        }
    }

    /** Throws EPERM for a hidden one, EOPNOTSUPP for a command. */
    void requireChangeable(Caller caller, String name) throws FopException {
        if (isHidden(caller, name)) {
            throw new FopException(Errno.EPERM, "layouts are not for users to change");
        }
        for (var command : COMMANDS) {
            if (name.startsWith(command)) {
                throw new FopException(Errno.EOPNOTSUPP, noCommands);
            }
        }
    }
}
