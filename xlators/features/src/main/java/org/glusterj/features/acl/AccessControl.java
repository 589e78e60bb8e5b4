package org.glusterj.features.acl;

import java.util.List;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Passes every fop on: the permission checks of this place in the graph are the brick kernel's, because storage/posix
 * makes each syscall under the caller's identity, and the backing file system knows the ACLs (default ACLs are
 * inherited
 * there too). Says so once at the start. Types: {@code features/access-control}, in client graphs {@code
 * system/posix-acl}. Runs on the caller's thread, no state.
 */
final class AccessControl extends Xlator {
    record Options() {}

    private static final Log LOG = Log.of(AccessControl.class);

    AccessControl(XlatorContext context, Options options) {
        super(context);
    }

    @Override
    public void init() {
        LOG.say(AclMessage.KERNEL_CHECKS, name());
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return next(frame, op);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        child().start(frame, op, sink);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/access-control", Options.class, AccessControl::new);
        }

        @Override
        public List<String> aliases() {
            return List.of("system/posix-acl");
        }
    }
}
