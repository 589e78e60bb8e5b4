package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.Handle;

/** Extended attributes of the namespace {@code user.}, whose names are shown without it. Immutable. */
final class UserAttributeView implements UserDefinedFileAttributeView {
    private static final String PREFIX = "user.";

    private final GlusterPath path;
    private final boolean follow;

    UserAttributeView(GlusterPath path, boolean follow) {
        this.path = path;
        this.follow = follow;
    }

    private interface Call<T> {
        T run(Handle handle) throws GlusterException;
    }

    private <T> T call(Call<T> call) throws IOException {
        return Failures.of(
                path,
                () -> {
                    try (var handle = path.getFileSystem().volume().handle(path.raw(), follow)) {
                        return call.run(handle);
                    }
                });
    }

    @Override
    public String name() {
        return "user";
    }

    @Override
    public List<String> list() throws IOException {
        return call(Handle::listXattrs).stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .toList();
    }

    byte[] value(String name) throws IOException {
        var full = full(name);
        return call(handle -> handle.getXattr(full));
    }

    private String full(String name) throws IOException {
        if (name.isEmpty()) {
            throw new FileSystemException(path.toString(), null, "an attribute without name");
        }
        return PREFIX + name;
    }

    @Override
    public int size(String name) throws IOException {
        return value(name).length;
    }

    @Override
    public int read(String name, ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
        var value = value(name);
        if (value.length > target.remaining()) {
            throw new FileSystemException(
                    path.toString(), null, "Insufficient space in the buffer for '" + name + "'");
        }
        target.put(value);
        return value.length;
    }

    @Override
    public int write(String name, ByteBuffer source) throws IOException {
        var full = full(name);
        var value = new byte[source.remaining()];
        source.get(source.position(), value);
        call(
                handle -> {
                    handle.setXattr(full, value, 0);
                    return null;
                });
        source.position(source.limit());
        return value.length;
    }

    @Override
    public void delete(String name) throws IOException {
        var full = full(name);
        call(
                handle -> {
                    handle.removeXattr(full);
                    return null;
                });
    }

    /** @param names comma-separated, "*" among them for all */
    Map<String, Object> select(String names) throws IOException {
        var chosen = new LinkedHashMap<String, Object>();
        var given = List.of(names.split(","));
        for (var name : given.contains("*") ? list() : given) {
            chosen.put(name, value(name));
        }
        return chosen;
    }

    void set(String name, Object value) throws IOException {
        write(name, value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (ByteBuffer) value);
    }
}
