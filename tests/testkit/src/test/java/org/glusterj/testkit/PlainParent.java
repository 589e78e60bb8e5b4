package org.glusterj.testkit;

import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/** A translator that changes nothing, type {@code test/recording-parent}; for the tests of the test kit. */
final class PlainParent extends Xlator {
    record Options() {}

    PlainParent(XlatorContext context, Options options) {
        super(context);
    }

    /** Registered for ServiceLoader. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/recording-parent", Options.class, PlainParent::new);
        }
    }
}
