"""Errors of path resolution, for each system call that takes a path."""
import ctypes
import os

from contract import calls
from contract.core import (AT_EMPTY_PATH, FORMATS, KINDS, NO_DIRS, NO_LINKS, SPECIAL, attempt, case, get, in_child,
                           make, opened, put, remove, sys, times, tick)

ALL, NEW, EXISTING = list(calls.ALL), list(calls.NEW), list(calls.EXISTING)


@case(ALL)
def prefix_is_missing(t, call):
    put("other")
    t.fails("one level", "ENOENT", calls.ALL[call], "none/x")
    os.symlink("nowhere", "dangling")
    t.fails("through a dangling link", "ENOENT", calls.ALL[call], "dangling/x")
    t.fails("empty path", "ENOENT", calls.ALL[call], "")
    t.eq("nothing was made", sorted(os.listdir(".")), ["dangling", "other"])


@case(ALL)
def prefix_is_not_a_directory(t, call):
    put("other")
    for kind in NO_DIRS:
        if kind != "symlink":
            make(kind, kind)
            t.fails(kind, "ENOTDIR", calls.ALL[call], kind + "/x")
    os.symlink("regular", "link")
    t.fails("link to a file", "ENOTDIR", calls.ALL[call], "link/x")
    t.eq("the file is there", get("regular"), b"")


@case(ALL)
def links_in_a_circle(t, call):
    put("other")
    os.symlink("b", "a")
    os.symlink("a", "b")
    t.fails("in the prefix", "ELOOP", calls.ALL[call], "a/x")
    if call in EXISTING and call not in calls.NOT_FOLLOWING:
        t.fails("as last component", "ELOOP", calls.ALL[call], "a")
    if call in ("creat", "open-creat"):
        t.fails("as last component", "ELOOP", calls.ALL[call], "a")
    os.symlink("self", "self")
    t.fails("itself", "ELOOP", calls.ALL[call], "self/x")


@case(ALL)
def name_of_256_bytes(t, call):
    put("other")
    t.fails("ascii", "ENAMETOOLONG", calls.ALL[call], "n" * 256)
    t.fails("below a directory", "ENAMETOOLONG", calls.ALL[call], "./" + "n" * 256)
    t.fails("in the prefix", "ENAMETOOLONG", calls.ALL[call], "n" * 256 + "/x")
    t.fails("utf-8", "ENAMETOOLONG", calls.ALL[call], "ü" * 128)
    t.eq("nothing was made", os.listdir("."), ["other"])


@case(ALL)
def name_of_255_bytes(t, call):
    put("other")
    for label, name in (("ascii", b"n" * 255), ("utf-8", ("ü" * 127 + "x").encode()),
                        ("bytes", b"\xfe\x80" * 127 + b"x")):
        if call in EXISTING:
            kind = "dir" if call in ("rmdir", "unlinkat-dir", "chdir", "chroot") else (
                "symlink" if call.startswith("readlink") else "regular")
            make(kind, name)
            if "xattr" in call:
                os.setxattr(name, b"user.k", b"v")
                os.setxattr(name, b"trusted.k", b"v")
            if call in ("chdir", "chroot"):
                t.eq(label, in_child(calls.ALL[call], name), 0)
            else:
                t.works(label, calls.ALL[call], name)
            for n in (name, b"unborn"):
                if os.path.lexists(n):
                    remove(n)
        else:
            put("other")
            t.works(label, calls.ALL[call], name)
            t.true(label + " is listed", name in os.listdir(b"."))
            remove(name)


@case(ALL)
def path_of_4096_bytes(t, call):
    put("other")
    os.mkdir("d")
    path = "d/" + "./" * 2047
    t.eq("length", len(path), 4096)
    t.fails("too long", "ENAMETOOLONG", calls.ALL[call], path)
    t.fails("much too long", "ENAMETOOLONG", calls.ALL[call], path * 2)
    t.eq("nothing was made", sorted(os.listdir(".")), ["d", "other"])


@case(NEW)
def path_of_4095_bytes(t, call):
    put("other")
    path = "./" * 2046 + "abc"
    t.eq("length", len(path), 4095)
    t.works("just not too long", calls.ALL[call], path)
    t.true("made", os.path.lexists("abc"))


@case(ALL)
def bad_address(t, call):
    put("other")
    t.fails("null", "EFAULT", calls.ALL[call], ctypes.c_void_p(0))
    t.fails("wild", "EFAULT", calls.ALL[call], ctypes.c_void_p(1 << 60))


@case(EXISTING)
def object_is_missing(t, call):
    put("other")
    t.fails("missing", "ENOENT", calls.EXISTING[call], "none")
    os.symlink("nowhere", "dangling")
    if call not in calls.NOT_FOLLOWING:
        t.fails("dangling link", "ENOENT", calls.EXISTING[call], "dangling")
    put("gone")
    os.stat("gone")
    os.unlink("gone")
    t.fails("after unlink", "ENOENT", calls.EXISTING[call], "gone")
    put("moved")
    os.stat("moved")
    os.rename("moved", "away")
    t.fails("after rename", "ENOENT", calls.EXISTING[call], "moved")


@case(KINDS, [n for n in NEW if n not in ("creat", "open-creat", "rename-to")])
def object_exists(t, kind, call):
    put("other")
    make(kind, "x")
    before = times("x"), times(".")
    tick()
    t.fails("fails", "EEXIST", calls.NEW[call], "x")
    t.eq("its type stays", os.lstat("x").st_mode & 0o170000, FORMATS[kind])
    t.eq("times stay", (times("x"), times(".")), before)


@case([n for n in NEW if n not in ("creat", "open-creat", "rename-to")])
def dot_and_slash_exist(t, call):
    put("other")
    os.mkdir("d")
    for path in (".", "..", "/", "d", "d/.", "d/.."):
        t.fails(path.replace("/", "slash"), "EEXIST", calls.NEW[call], path)


@case(NO_LINKS + ["symlink"], ("rmdir", "unlinkat-dir", "chdir"))
def wants_a_directory(t, kind, call):
    if kind == "dir":
        return t.true("nothing to see", True)
    make(kind, "x")
    if kind == "symlink" and call == "chdir":
        return t.fails("fails", "ENOENT", calls.ALL[call], "x")
    t.fails("fails", "ENOTDIR", calls.ALL[call], "x")
    t.true("still there", os.path.lexists("x"))


@case(("unlink", "unlinkat", "truncate", "open-wronly", "link-from", "creat", "open-creat", "readlink"))
def wants_no_directory(t, call):
    os.mkdir("d")
    put("other")
    expected = {"link-from": "EPERM", "readlink": "EINVAL", "open-creat": "EISDIR"}.get(call, "EISDIR")
    before = times("d"), times(".")
    tick()
    t.fails("fails", expected, calls.ALL[call], "d")
    t.eq("times stay", (times("d"), times(".")), before)


@case(("stat", "lstat", "statx", "access", "chmod", "chown", "utimensat", "getxattr", "listxattr", "statfs"))
def slash_at_the_end(t, call):
    os.mkdir("d")
    os.setxattr("d", "user.k", b"v")
    put("f")
    os.symlink("d", "l")
    os.symlink("f", "lf")
    t.works("directory", calls.ALL[call], "d/")
    t.works("link to a directory", calls.ALL[call], "l/") if call != "getxattr" else None
    t.fails("file", "ENOTDIR", calls.ALL[call], "f/")
    t.fails("link to a file", "ENOTDIR", calls.ALL[call], "lf/")


@case()
def slash_at_the_end_of_new_names(t):
    t.works("mkdir", os.mkdir, "d/")
    t.works("rename of a directory", os.rename, "d", "e/")
    t.works("rmdir", os.rmdir, "e/")
    t.fails("open O_CREAT", "EISDIR", os.open, "f/", os.O_CREAT | os.O_WRONLY)
    t.fails("symlink", "ENOENT", os.symlink, "x", "s/")
    t.fails("mkfifo", "ENOENT", os.mkfifo, "p/")
    put("f")
    t.fails("link", "ENOENT|ENOTDIR", os.link, "f", "g/")
    t.fails("rename of a file", "ENOTDIR", os.rename, "f", "g/")
    t.fails("unlink", "ENOTDIR", os.unlink, "f/")
    t.eq("nothing else", os.listdir("."), ["f"])


@case()
def dots(t):
    os.mkdir("d")
    t.fails("rmdir .", "EINVAL", os.rmdir, "d/.")
    t.fails("rmdir ..", "ENOTEMPTY", os.rmdir, "d/..")
    t.fails("rename .", "EBUSY|EINVAL", os.rename, "d/.", "e")
    t.fails("rename to .", "EBUSY|EINVAL", os.rename, "d", "d/.")
    t.fails("rename ..", "EBUSY|EINVAL", os.rename, "d/..", "e")
    t.fails("unlink .", "EISDIR|EPERM", os.unlink, "d/.")
    t.fails("mkdir .", "EEXIST", os.mkdir, "d/.")
    t.eq(". is itself", os.stat("d/.").st_ino, os.stat("d").st_ino)
    t.eq(".. is the parent", os.stat("d/..").st_ino, os.stat(".").st_ino)


@case(("unlink", "stat", "chmod", "open", "mkdir", "symlink", "link-to", "rename-to", "mkfifo", "creat"))
def directory_was_removed(t, call):
    put("other")
    os.mkdir("d")
    here = os.getcwd()
    os.link("other", "d/other")
    os.unlink("d/other")
    os.chdir("d")
    os.rmdir(here + "/d")
    if call in ("link-to", "rename-to"):
        function = os.link if call == "link-to" else os.rename
        t.fails("fails", "ENOENT", function, here + "/other", "x")
    else:
        t.fails("fails", "ENOENT", calls.ALL[call], "x")
    t.eq("empty", os.listdir("."), [])
    t.eq("nlink", os.stat(".").st_nlink, 0)
    t.fails("..", "ENOENT", os.stat, "../" + "nothing-of-this-name")


@case(("read", "write", "pread64", "pwrite64", "fsync", "fdatasync", "ftruncate", "fchmod", "fchown", "lseek", "fstat",
       "getdents64", "flock", "fstatfs", "syncfs", "fchdir", "flistxattr", "fallocate"))
def bad_descriptor(t, call):
    buffer = ctypes.create_string_buffer(4096)
    args = {"read": (buffer, 1), "write": (buffer, 1), "pread64": (buffer, 1, 0), "pwrite64": (buffer, 1, 0),
            "ftruncate": (0,), "fchmod": (0o644,), "fchown": (0, 0), "lseek": (0, 0), "fstat": (buffer,),
            "getdents64": (buffer, 4096), "flock": (2,), "fstatfs": (buffer,), "flistxattr": (None, 0),
            "fallocate": (0, 0, 1)}.get(call, ())
    t.fails("-1", "EBADF", sys, call, -1, *args)
    fd = os.open(".", os.O_RDONLY)
    os.close(fd)
    t.fails("closed", "EBADF", sys, call, fd, *args)


@case()
def directory_descriptors(t):
    put("f", b"x")
    os.mkdir("d")
    with opened("f") as f, opened("d") as d:
        t.fails("openat", "ENOTDIR", sys, "openat", f, "x", 0, 0)
        t.fails("mkdirat", "ENOTDIR", sys, "mkdirat", f, "x", 0o755)
        t.fails("unlinkat", "ENOTDIR", sys, "unlinkat", f, "x", 0)
        t.fails("renameat", "ENOTDIR", sys, "renameat", f, "x", d, "y")
        t.fails("openat EBADF", "EBADF", sys, "openat", -1, "x", 0, 0)
        t.works("mkdirat works", lambda: os.mkdir("x", dir_fd=d))
        t.works("renameat works", lambda: os.rename("x", "y", src_dir_fd=d, dst_dir_fd=d))
        t.eq("moved", os.listdir(d), ["y"])
        os.rename("d", "e")
        t.works("after its rename", lambda: os.mkdir("z", dir_fd=d))
        t.eq("listed", sorted(os.listdir("e")), ["y", "z"])
        t.works("absolute ignores", lambda: os.stat("/", dir_fd=d))
        t.fails("fchdir of a file", "ENOTDIR", os.fchdir, f)
        t.works("empty path", lambda: sys("fchownat", f, "", 3, 4, AT_EMPTY_PATH))
        t.eq("owner", (os.stat("f").st_uid, os.stat("f").st_gid), (3, 4))


@case(SPECIAL + ["dir"])
def truncates_no_other_kind(t, kind):
    make(kind, "x")
    t.fails("truncate", "EISDIR" if kind == "dir" else "EINVAL", os.truncate, "x", 0)


@case()
def circles_of_many_links(t):
    put("f", b"end")
    os.symlink("f", "l0")
    for i in range(1, 45):
        os.symlink("l%d" % (i - 1), "l%d" % i)
    t.eq("40 links", get("l39"), b"end")
    t.fails("41 links", "ELOOP", os.stat, "l40")
    t.eq("lstat of it", attempt(os.lstat, "l40"), None)


@case()
def wrong_flags(t):
    put("f")
    b = ctypes.create_string_buffer(256)
    t.fails("unlinkat", "EINVAL", sys, "unlinkat", -100, "f", 0x4000)
    t.fails("linkat", "EINVAL", sys, "linkat", -100, "f", -100, "g", 0x4000)
    t.fails("renameat2", "EINVAL", sys, "renameat2", -100, "f", -100, "g", 0x40)
    t.fails("renameat2 both", "EINVAL", sys, "renameat2", -100, "f", -100, "g", 3)
    t.fails("fstatat", "EINVAL", sys, "newfstatat", -100, "f", b, 0x200)
    t.fails("statx", "EINVAL", sys, "statx", -100, "f", 0x6000, 0x7FF, b)
    t.fails("statx reserved", "EINVAL", sys, "statx", -100, "f", 0, 0x80000000, b)
    t.fails("utimensat", "EINVAL", sys, "utimensat", -100, "f", None, 0x4000)
    t.fails("fchownat", "EINVAL", sys, "fchownat", -100, "f", 0, 0, 0x4000)
    t.fails("access mode", "EINVAL", sys, "access", "f", 8)
    t.fails("faccessat2", "EINVAL", sys, "faccessat2", -100, "f", 0, 0x4000)
    t.fails("truncate", "EINVAL", os.truncate, "f", -1)
    t.fails("readlink size", "EINVAL", sys, "readlink", "f", b, 0)
    t.fails("mknod type", "EINVAL", sys, "mknod", "g", 0o130644, 0)
    t.fails("mknod dir", "EPERM", sys, "mknod", "g", 0o040755, 0)
