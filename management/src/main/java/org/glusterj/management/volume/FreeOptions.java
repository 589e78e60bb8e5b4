package org.glusterj.management.volume;

import java.util.List;
import java.util.Map;
import org.glusterj.management.model.Volume;

/** Takes every option whose name has a domain. Pure. */
public final class FreeOptions implements VolumeOptions {
    @Override
    public void requireValid(Map<String, String> options) throws CommandException {
        for (var name : options.keySet()) {
            requireKnown(name);
        }
    }

    @Override
    public void requireKnown(String name) throws CommandException {
        if (!name.matches("[a-z0-9]+(\\.[a-z0-9_-]+)+")) {
            throw CommandException.invalid("option : " + name + " does not exist");
        }
    }

    @Override
    public String fullName(String name) {
        return name;
    }

    @Override
    public boolean isProtected(String name) {
        return false;
    }

    @Override
    public List<Value> values(Volume volume) {
        return volume.options().entrySet().stream()
                .map(option -> new Value(option.getKey(), option.getValue(), true, ""))
                .toList();
    }

    @Override
    public Value value(Volume volume, String name) throws CommandException {
        var value = volume.options().get(name);
        if (value == null) {
            throw CommandException.invalid("option : " + name + " does not exist");
        }
        return new Value(name, value, true, "");
    }
}
