package org.glusterj.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.glusterj.core.Dump;

/** A statedump as text, for assertions. Used by one thread. */
public final class DumpText implements Dump {
    private final List<String> sections = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public Dump section(String name) {
        sections.add(name);
        text.append('[').append(name).append("]\n");
        return this;
    }

    @Override
    public Dump put(String key, Object value) {
        text.append(Objects.requireNonNull(key))
                .append('=')
                .append(Objects.requireNonNull(value, key))
                .append('\n');
        return this;
    }

    public List<String> sections() {
        return List.copyOf(sections);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
