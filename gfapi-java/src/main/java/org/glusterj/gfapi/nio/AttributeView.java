package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.glusterj.gfapi.Changes;

/** The attributes of what a path names at each call, for the views basic, owner and posix. Immutable. */
final class AttributeView implements PosixFileAttributeView {
    private static final Set<String> BASIC =
            Set.of("lastModifiedTime", "lastAccessTime", "creationTime");
    private static final Set<String> POSIX =
            Set.of(
                    "lastModifiedTime",
                    "lastAccessTime",
                    "creationTime",
                    "permissions",
                    "owner",
                    "group");
    private static final Set<String> UNIX =
            Set.of(
                    "lastModifiedTime",
                    "lastAccessTime",
                    "creationTime",
                    "permissions",
                    "owner",
                    "group",
                    "mode",
                    "uid",
                    "gid");

    private final GlusterPath path;
    private final boolean follow;
    private final String name;

    AttributeView(GlusterPath path, boolean follow, String name) {
        this.path = path;
        this.follow = follow;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public GlusterAttributes readAttributes() throws IOException {
        var volume = path.getFileSystem().volume();
        var raw = path.raw();
        return new GlusterAttributes(
                Failures.about(path, () -> follow ? volume.stat(raw) : volume.lstat(raw)));
    }

    private void change(Changes changes) throws IOException {
        if (!changes.isEmpty()) {
            var volume = path.getFileSystem().volume();
            Failures.of(path, () -> volume.setAttributes(path.raw(), follow, changes));
        }
    }

    /** Null leaves a time as it is. The time of creation cannot be set and is ignored. */
    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created)
            throws IOException {
        var changes = Changes.NONE;
        changes = modified == null ? changes : changes.mtime(modified.toInstant());
        change(accessed == null ? changes : changes.atime(accessed.toInstant()));
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
        return readAttributes().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
        change(Changes.NONE.uid(Principals.uid(owner)));
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
        change(Changes.NONE.gid(Principals.gid(group)));
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        change(Changes.NONE.mode(Permissions.bits(permissions)));
    }

    /** Sets one attribute of the views basic, owner, posix and unix by name. */
    @SuppressWarnings("unchecked")
    void set(String view, String attribute, Object value) throws IOException {
        if (!settable(view).contains(attribute)) {
            throw new IllegalArgumentException("'" + view + ":" + attribute + "' not recognized");
        }
        switch (attribute) {
            case "lastModifiedTime" -> setTimes((FileTime) value, null, null);
            case "lastAccessTime" -> setTimes(null, (FileTime) value, null);
            case "creationTime" -> setTimes(null, null, (FileTime) value);
            case "permissions" -> setPermissions((Set<PosixFilePermission>) value);
            case "owner" -> setOwner((UserPrincipal) value);
            case "group" -> setGroup((GroupPrincipal) value);
            case "mode" -> change(Changes.NONE.mode((Integer) value));
            case "uid" -> change(Changes.NONE.uid((Integer) value));
            case "gid" -> change(Changes.NONE.gid((Integer) value));
            default -> throw new AssertionError(attribute);
        }
    }

    private static Set<String> settable(String view) {
        return switch (view) {
            case "basic" -> BASIC;
            case "owner" -> Set.of("owner");
            case "posix" -> POSIX;
            default -> UNIX;
        };
    }
}
