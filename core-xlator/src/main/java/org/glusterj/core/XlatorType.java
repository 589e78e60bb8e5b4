package org.glusterj.core;

import java.util.Objects;

/**
 * A kind of translator: its volfile type, its options, how to make one. Found by {@link java.util.ServiceLoader}
 * through
 * {@code META-INF/services/org.glusterj.core.XlatorType}.
 *
 * @param <O> the options record, every component annotated with {@link Option}
 */
public abstract class XlatorType<O extends Record> {
    /** Makes a translator. */
    @FunctionalInterface
    public interface Factory<O extends Record> {
        Xlator create(XlatorContext context, O options) throws GraphException;
    }

    private final String type;
    private final OptionTable<O> options;
    private final Factory<O> factory;

    protected XlatorType(String type, Class<O> options, Factory<O> factory) {
        this.type = Objects.requireNonNull(type);
        this.options = OptionTable.of(options);
        this.factory = Objects.requireNonNull(factory);
    }

    /** The volfile type, e.g. {@code cluster/replicate}. */
    public final String type() {
        return type;
    }

    /** Other volfile types that mean the same. */
    public java.util.List<String> aliases() {
        return java.util.List.of();
    }

    public final OptionTable<O> options() {
        return options;
    }

    final Xlator create(XlatorContext context) throws GraphException {
        var values = new OptionValues(context.node());
        return factory.create(context, values.as(options));
    }
}
