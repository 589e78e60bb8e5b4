package org.glusterj.gfapi.nio;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.FileType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;

/** An iatt as {@code java.nio.file} shows it. */
record GlusterAttributes(Iatt iatt) implements PosixFileAttributes {
    private static final List<String> BASIC =
            List.of(
                    "size",
                    "creationTime",
                    "lastAccessTime",
                    "lastModifiedTime",
                    "isDirectory",
                    "isSymbolicLink",
                    "isRegularFile",
                    "isOther",
                    "fileKey");
    private static final List<String> POSIX = List.of("permissions", "owner", "group");
    private static final List<String> UNIX =
            List.of("mode", "ino", "dev", "rdev", "nlink", "uid", "gid", "ctime");

    /** Two paths with equal keys are the same object. */
    record Key(Gfid gfid) {}

    @Override
    public FileTime lastModifiedTime() {
        return time(iatt.mtime(), iatt.mtimeNsec());
    }

    @Override
    public FileTime lastAccessTime() {
        return time(iatt.atime(), iatt.atimeNsec());
    }

    /** The time of the last modification where the brick does not say when the object was made. */
    @Override
    public FileTime creationTime() {
        boolean known = (iatt.flags() & Iatt.BTIME_VALID) != 0 && iatt.btime() != 0;
        return known ? time(iatt.btime(), iatt.btimeNsec()) : lastModifiedTime();
    }

    private FileTime changeTime() {
        return time(iatt.ctime(), iatt.ctimeNsec());
    }

    private static FileTime time(long seconds, int nanos) {
        return FileTime.from(Instant.ofEpochSecond(seconds, nanos));
    }

    @Override
    public boolean isRegularFile() {
        return iatt.type() == FileType.REGULAR;
    }

    @Override
    public boolean isDirectory() {
        return iatt.type() == FileType.DIRECTORY;
    }

    @Override
    public boolean isSymbolicLink() {
        return iatt.type() == FileType.SYMLINK;
    }

    @Override
    public boolean isOther() {
        return !isRegularFile() && !isDirectory() && !isSymbolicLink();
    }

    @Override
    public long size() {
        return iatt.size();
    }

    @Override
    public Object fileKey() {
        return new Key(iatt.gfid());
    }

    @Override
    public UserPrincipal owner() {
        return Principals.user(iatt.uid());
    }

    @Override
    public GroupPrincipal group() {
        return Principals.group(iatt.gid());
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        return Permissions.of(iatt.mode());
    }

    /**
     * The attributes that {@code names} (comma-separated, "*" for all) lists of a view.
     *
     * @throws IllegalArgumentException for a name the view does not have
     */
    Map<String, Object> select(String view, String names) {
        check(view, names);
        var chosen = new LinkedHashMap<String, Object>();
        for (var name : names.split(",")) {
            if (name.equals("*")) {
                known(view).forEach(each -> chosen.put(each, value(each)));
            } else {
                chosen.put(name, value(name));
            }
        }
        return chosen;
    }

    /** Whether the view has all these attributes, before anybody asks for them. */
    static void check(String view, String names) {
        var known = known(view);
        for (var name : names.split(",")) {
            if (!name.equals("*") && !known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' not recognized");
            }
        }
    }

    private static List<String> known(String view) {
        return switch (view) {
            case "basic" -> BASIC;
            case "owner" -> List.of("owner");
            case "posix" -> concat(BASIC, POSIX);
            case "unix" -> concat(concat(BASIC, POSIX), UNIX);
            default -> throw new UnsupportedOperationException("View '" + view + "' not available");
        };
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    private Object value(String name) {
        return switch (name) {
            case "size" -> size();
            case "creationTime" -> creationTime();
            case "lastAccessTime" -> lastAccessTime();
            case "lastModifiedTime" -> lastModifiedTime();
            case "isDirectory" -> isDirectory();
            case "isSymbolicLink" -> isSymbolicLink();
            case "isRegularFile" -> isRegularFile();
            case "isOther" -> isOther();
            case "fileKey" -> fileKey();
            case "permissions" -> permissions();
            case "owner" -> owner();
            case "group" -> group();
            case "mode" -> iatt.mode();
            case "ino" -> iatt.ino();
            case "dev" -> iatt.dev();
            case "rdev" -> iatt.rdev();
            case "nlink" -> iatt.nlink();
            case "uid" -> iatt.uid();
            case "gid" -> iatt.gid();
            case "ctime" -> changeTime();
            default -> throw new AssertionError(name);
        };
    }
}
