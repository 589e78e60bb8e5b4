package org.glusterj.management.volume;

import java.util.List;
import java.util.Map;
import org.glusterj.management.model.Volume;

/** What options there are and what they may be. Implementations are pure; messages are stock's. */
public interface VolumeOptions {
    /** @param modified whether somebody set it */
    record Value(String name, String value, boolean modified, String defaultValue) {}

    /** @throws CommandException INVALID, saying which option is wrong and how */
    void requireValid(Map<String, String> options) throws CommandException;

    /** @throws CommandException INVALID */
    void requireKnown(String name) throws CommandException;

    /** The name with its domain, for one that may leave it out; {@code name} for any other. */
    String fullName(String name);

    /** Whether a reset of all options leaves it. */
    boolean isProtected(String name);

    /** All, in stock's order. */
    List<Value> values(Volume volume);

    Value value(Volume volume, String name) throws CommandException;
}
