package org.glusterj.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A leaf that records its life and answers IPC; anything else is EOPNOTSUPP. */
final class TestLeaf extends LeafXlator {
    record Options(@Option(key = "size", def = "0", help = "A size.") DataSize size) {}

    static final List<String> lives = new CopyOnWriteArrayList<>();

    private volatile Options options;

    TestLeaf(XlatorContext context, Options options) {
        super(context);
        this.options = options;
    }

    @Override
    public void init() throws GraphException {
        if (options.size().bytes() == 1) {
            throw new GraphException("size 1 is refused");
        }
        lives.add("init " + name());
    }

    @Override
    public void fini() {
        lives.add("fini " + name());
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
        lives.add("size " + options.size().bytes());
    }

    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.ParentUp up -> {
                lives.add("up " + name());
                context().forward(new Event.ChildUp(name()));
            }
            case Event.ParentDown down -> lives.add("down " + name());
            default -> super.notify(event);
        }
    }

    @Override
    public Reply.Ok ipc(Frame frame, Fop.Ipc op) {
        return new Reply.Ok(Xdata.EMPTY.withInt("op", op.op()));
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.test.leaf." + name() + ".priv").put("size", options.size().bytes());
    }

    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/leaf", Options.class, TestLeaf::new);
        }
    }

    /** Two children, no fops of its own. */
    static final class Pair extends ClusterXlator {
        record None() {}

        Pair(XlatorContext context, None none) {
            super(context);
        }

        public static final class Type extends XlatorType<None> {
            public Type() {
                super("test/pair", None.class, Pair::new);
            }
        }
    }
}
