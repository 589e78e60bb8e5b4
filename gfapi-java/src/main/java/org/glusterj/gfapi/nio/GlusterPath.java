package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.glusterj.core.Name;

/**
 * A path on a volume: a byte string without doubled or trailing slashes. Text becomes UTF-8 on the way in; bytes that
 * are not UTF-8, as a directory may list, are kept and shown as U+FFFD. Immutable.
 */
final class GlusterPath implements Path {
    private final GlusterFileSystem fileSystem;
    private final String bytes;
    private final String[] names;

    private GlusterPath(GlusterFileSystem fileSystem, String bytes) {
        this.fileSystem = fileSystem;
        this.bytes = bytes;
        names = split(bytes);
    }

    /** Of Unicode text. */
    static GlusterPath ofText(GlusterFileSystem fileSystem, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidPathException(text, "Nul character not allowed");
        }
        try {
            var encoder = StandardCharsets.UTF_8.newEncoder();
            var encoded = encoder.encode(java.nio.CharBuffer.wrap(text));
            var raw = new byte[encoded.remaining()];
            encoded.get(raw);
            return ofBytes(fileSystem, Name.ofBytes(raw));
        } catch (CharacterCodingException e) {
            throw new InvalidPathException(
                    text, "Malformed input or input contains unmappable characters");
        }
    }

    /** Of a byte string. */
    static GlusterPath ofBytes(GlusterFileSystem fileSystem, String bytes) {
        return new GlusterPath(fileSystem, clean(bytes));
    }

    private static String clean(String path) {
        if (!path.contains("//") && (path.length() <= 1 || !path.endsWith("/"))) {
            return path;
        }
        var out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || out.isEmpty() || out.charAt(out.length() - 1) != '/') {
                out.append(c);
            }
        }
        if (out.length() > 1 && out.charAt(out.length() - 1) == '/') {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }

    private static String[] split(String bytes) {
        if (bytes.equals("/")) {
            return new String[0];
        }
        return (bytes.startsWith("/") ? bytes.substring(1) : bytes).split("/", -1);
    }

    /** @throws ProviderMismatchException for a path of another provider */
    static GlusterPath of(Path path) {
        Objects.requireNonNull(path);
        if (path instanceof GlusterPath own) {
            return own;
        }
        throw new ProviderMismatchException("not a path on a volume: " + path);
    }

    private GlusterPath same(String other) {
        return new GlusterPath(fileSystem, other);
    }

    private GlusterPath join(boolean absolute, List<String> parts) {
        return same((absolute ? "/" : "") + String.join("/", parts));
    }

    /** The byte string from the root, for {@link org.glusterj.gfapi.Volume#withRawNames}. */
    String raw() {
        return isAbsolute() ? bytes : bytes.isEmpty() ? "/" : "/" + bytes;
    }

    /** What a symlink to this path holds: the path as it stands. */
    String symlinkTarget() {
        return bytes;
    }

    @Override
    public GlusterFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return bytes.startsWith("/");
    }

    private boolean isEmpty() {
        return bytes.isEmpty();
    }

    @Override
    public GlusterPath getRoot() {
        return isAbsolute() ? same("/") : null;
    }

    @Override
    public GlusterPath getFileName() {
        return names.length == 0
                ? null
                : names.length == 1 && !isAbsolute() ? this : same(names[names.length - 1]);
    }

    @Override
    public GlusterPath getParent() {
        if (names.length == 0 || names.length == 1 && !isAbsolute()) {
            return null;
        }
        int slash = bytes.lastIndexOf('/');
        return same(slash == 0 ? "/" : bytes.substring(0, slash));
    }

    @Override
    public int getNameCount() {
        return names.length;
    }

    @Override
    public GlusterPath getName(int index) {
        if (index < 0 || index >= names.length) {
            throw new IllegalArgumentException("no name " + index + " in " + this);
        }
        return same(names[index]);
    }

    @Override
    public GlusterPath subpath(int begin, int end) {
        if (begin < 0 || end > names.length || begin >= end) {
            throw new IllegalArgumentException("no names " + begin + " to " + end + " in " + this);
        }
        return join(false, List.of(names).subList(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        if (!(Objects.requireNonNull(other) instanceof GlusterPath that)
                || that.fileSystem != fileSystem) {
            return false;
        }
        if (that.isAbsolute() != isAbsolute() || that.names.length > names.length) {
            return false;
        }
        if (that.isEmpty() || isEmpty()) {
            return that.isEmpty() && isEmpty();
        }
        return Arrays.equals(names, 0, that.names.length, that.names, 0, that.names.length);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(Objects.requireNonNull(other) instanceof GlusterPath that)
                || that.fileSystem != fileSystem) {
            return false;
        }
        if (that.isEmpty() || isEmpty()) {
            return that.isEmpty() && isEmpty();
        }
        int from = names.length - that.names.length;
        if (from < 0 || that.isAbsolute() && (from > 0 || !isAbsolute())) {
            return false;
        }
        if (that.names.length == 0) {
            return names.length == 0;
        }
        return Arrays.equals(names, from, names.length, that.names, 0, that.names.length);
    }

    @Override
    public GlusterPath normalize() {
        var kept = new ArrayList<String>();
        for (var name : names) {
            boolean canDrop = !kept.isEmpty() && !kept.getLast().equals("..");
            if (name.equals("..") && canDrop) {
                kept.removeLast();
            } else if (!name.equals(".") && !(name.equals("..") && isAbsolute())) {
                kept.add(name);
            }
        }
        return kept.size() == names.length ? this : join(isAbsolute(), kept);
    }

    @Override
    public GlusterPath resolve(Path other) {
        var that = of(other);
        if (that.isAbsolute() || isEmpty()) {
            return that;
        }
        return that.isEmpty() ? this : child(that.bytes);
    }

    /** This directory's entry of that name, a byte string. */
    GlusterPath child(String name) {
        return isEmpty()
                ? same(name)
                : same(bytes.endsWith("/") ? bytes + name : bytes + "/" + name);
    }

    @Override
    public GlusterPath relativize(Path other) {
        var that = of(other);
        if (equals(that)) {
            return same("");
        }
        if (isAbsolute() != that.isAbsolute()) {
            throw new IllegalArgumentException("'other' is different type of Path");
        }
        if (isEmpty()) {
            return that;
        }
        var base = normalize();
        var target = that.normalize();
        int common = 0;
        while (common < Math.min(base.count(), target.count())
                && base.names[common].equals(target.names[common])) {
            common++;
        }
        var parts = new ArrayList<String>();
        for (int i = common; i < base.count(); i++) {
            if (base.names[i].equals("..")) {
                throw new IllegalArgumentException(
                        "Unable to compute relative path from " + this + " to " + other);
            }
            parts.add("..");
        }
        parts.addAll(List.of(target.names).subList(common, target.count()));
        return join(false, parts);
    }

    /** Names, none for the empty path. */
    private int count() {
        return isEmpty() ? 0 : names.length;
    }

    @Override
    public URI toUri() {
        return fileSystem.location().withPath(raw()).toUri();
    }

    @Override
    public GlusterPath toAbsolutePath() {
        return isAbsolute() ? this : same(raw());
    }

    @Override
    public GlusterPath toRealPath(LinkOption... options) throws IOException {
        var absolute = toAbsolutePath();
        if (!Options.followLinks(options)) {
            return absolute.withoutDots();
        }
        return GlusterPath.ofBytes(
                fileSystem, Failures.of(absolute, () -> fileSystem.volume().realPath(raw())));
    }

    /** Drops "." and ".." where that means the same place, following no symlink. */
    private GlusterPath withoutDots() throws IOException {
        Failures.of(this, () -> fileSystem.volume().lstat(raw()));
        var at = same("/");
        for (var name : names) {
            if (name.equals("..") && !at.isSymlink()) {
                at = at.getParent() == null ? at : at.getParent();
            } else if (!name.equals(".")) {
                at = at.child(name);
            }
        }
        return at;
    }

    private boolean isSymlink() throws IOException {
        return Failures.of(this, () -> fileSystem.volume().lstat(raw())).type()
                == org.glusterj.core.FileType.SYMLINK;
    }

    @Override
    public WatchKey register(
            WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("volumes cannot be watched");
    }

    /** @throws ClassCastException for a path of another provider */
    @Override
    public int compareTo(Path other) {
        return bytes.compareTo(((GlusterPath) other).bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlusterPath that
                && that.fileSystem == fileSystem
                && that.bytes.equals(bytes);
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(fileSystem) + bytes.hashCode();
    }

    @Override
    public String toString() {
        return Name.toText(bytes);
    }
}
