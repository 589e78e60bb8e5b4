"""unlink and rmdir."""
import os
import stat

from contract.core import (KINDS, NO_DIRS, SPECIAL, Times, case, get, make, opened, put, remove, sys, times, tick, user)


@case(KINDS)
def removes(t, kind):
    make(kind, "x")
    n = os.stat(".").st_nlink
    watch = Times(t, top=".")
    remove("x")
    watch.after(top="mc")
    t.fails("gone", "ENOENT", os.lstat, "x")
    t.eq("listing", os.listdir("."), [])
    t.eq("links of the parent", os.stat(".").st_nlink, n - (kind == "dir"))
    t.fails("again", "ENOENT", os.rmdir if kind == "dir" else os.unlink, "x")


@case(KINDS)
def wrong_call(t, kind):
    make(kind, "x")
    watch = Times(t, top=".", x="x")
    if kind == "dir":
        t.fails("unlink", "EISDIR", os.unlink, "x")
        t.fails("unlinkat", "EISDIR", sys, "unlinkat", -100, "x", 0)
    else:
        t.fails("rmdir", "ENOTDIR", os.rmdir, "x")
        t.fails("unlinkat", "ENOTDIR", sys, "unlinkat", -100, "x", 0x200)
    watch.after(top="", x="")


@case(KINDS)
def directory_that_is_not_empty(t, kind):
    os.mkdir("d")
    make(kind, "d/x")
    watch = Times(t, top=".", d="d", x="d/x")
    t.fails("rmdir", "ENOTEMPTY", os.rmdir, "d")
    watch.after(top="", d="", x="")
    remove("d/x")
    t.works("rmdir of it empty", os.rmdir, "d")


@case(NO_DIRS)
def one_of_two_links(t, kind):
    make(kind, "x")
    sys("link", b"x", b"y")
    watch = Times(t, y="y", top=".")
    os.unlink("x")
    watch.after(y="c", top="mc")
    t.eq("links", os.lstat("y").st_nlink, 1)
    watch = Times(t, y="y")
    t.fails("missing", "ENOENT", os.unlink, "x")
    watch.after(y="")


@case()
def link_counts_of_directories(t):
    os.mkdir("d")
    for i in range(20):
        os.mkdir("d/%d" % i)
        t.eq("after mkdir %d" % i, os.stat("d").st_nlink, 3 + i)
    put("d/f")
    t.eq("a file counts not", os.stat("d").st_nlink, 22)
    os.rename("d/0", "e")
    t.eq("after a rename out", os.stat("d").st_nlink, 21)
    os.rename("e", "d/f0")
    t.eq("after a rename in", os.stat("d").st_nlink, 22)
    os.rename("d/f0", "d/1")
    t.eq("after a rename over another", os.stat("d").st_nlink, 21)
    for i in range(1, 20):
        os.rmdir("d/%d" % i)
        t.eq("after rmdir %d" % i, os.stat("d").st_nlink, 21 - i)


@case()
def open_file(t):
    put("x", b"content")
    os.link("x", "y")
    with opened("x", os.O_RDWR) as fd:
        os.unlink("x")
        t.eq("links", os.fstat(fd).st_nlink, 1)
        watch = Times(t, fd=fd)
        os.unlink("y")
        watch.after(fd="c")
        t.eq("no links", os.fstat(fd).st_nlink, 0)
        t.eq("reads", os.pread(fd, 10, 0), b"content")
        t.eq("writes", os.pwrite(fd, b"more", 7), 4)
        t.eq("size", os.fstat(fd).st_size, 11)
        os.ftruncate(fd, 3)
        t.eq("truncated", (os.fstat(fd).st_size, os.pread(fd, 10, 0)), (3, b"con"))
        os.fchmod(fd, 0o604)
        os.fchown(fd, 65501, 65502)
        st = os.fstat(fd)
        t.eq("fchmod, fchown", (stat.S_IMODE(st.st_mode), st.st_uid, st.st_gid), (0o604, 65501, 65502))
        os.utime(fd, ns=(5, 6))
        t.eq("futimens", (os.fstat(fd).st_atime_ns, os.fstat(fd).st_mtime_ns), (5, 6))
        t.works("fsync", os.fsync, fd)
        t.works("fdatasync", os.fdatasync, fd)
        os.setxattr(fd, "user.k", b"v")
        t.eq("xattr", os.getxattr(fd, "user.k"), b"v")
        t.eq("listed", "user.k" in os.listxattr(fd), True)
        os.removexattr(fd, "user.k")
        t.fails("removed", "ENODATA", os.getxattr, fd, "user.k")
        t.works("fallocate", lambda: os.posix_fallocate(fd, 0, 8192))
        t.eq("allocated", os.fstat(fd).st_size, 8192)
        t.works("lock", lambda: __import__("fcntl").lockf(fd, 2 | 4))
        t.eq("seek", os.lseek(fd, 0, os.SEEK_END), 8192)
        t.fails("linked again", "ENOENT", lambda: sys("linkat", -100, b"/proc/self/fd/%d" % fd, -100, b"z", 0x400))
        t.works("statfs", os.fstatvfs, fd)
        put("x", b"another")
        t.eq("apart", os.pread(fd, 3, 0), b"con")
        t.true("another inode", os.fstat(fd).st_ino != os.stat("x").st_ino)
        path = "/proc/self/fd/%d" % fd
        t.eq("opened again through /proc", get(path)[:3], b"con")
        t.works("truncate through /proc", os.truncate, path, 1)
        t.eq("size after it", os.fstat(fd).st_size, 1)
        t.works("chmod through /proc", os.chmod, path, 0o600)
        t.eq("mode after it", stat.S_IMODE(os.stat(path).st_mode), 0o600)


@case()
def created_and_removed_while_open(t):
    fds = []
    for i in range(50):
        fd = os.open("x", os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.unlink("x")
        os.write(fd, b"%d" % i)
        fds.append(fd)
    t.eq("listing", os.listdir("."), [])
    for i, fd in enumerate(fds):
        t.eq("content %d" % i, (os.pread(fd, 10, 0), os.fstat(fd).st_nlink), (b"%d" % i, 0))


@case()
def open_directory(t):
    os.mkdir("d")
    put("d/f")
    with opened("d") as fd:
        os.unlink("d/f")
        os.rmdir("d")
        t.eq("links", os.fstat(fd).st_nlink, 0)
        t.eq("listing", os.listdir(fd), [])
        t.fails("create within", "ENOENT", lambda: os.open("x", os.O_CREAT | os.O_WRONLY, dir_fd=fd))
        t.fails("mkdir within", "ENOENT", lambda: os.mkdir("x", dir_fd=fd))
        t.fails("lookup within", "ENOENT", lambda: os.stat("f", dir_fd=fd))
        os.mkdir("d")
        put("d/g")
        t.eq("another", os.listdir(fd), [])
        t.works("fchmod", os.fchmod, fd, 0o700)
        t.eq("mode", stat.S_IMODE(os.fstat(fd).st_mode), 0o700)
        t.works("fsync", os.fsync, fd)


@case()
def busy_directories(t):
    here = os.getcwd()
    os.mkdir("d")
    os.chdir("d")
    t.works("of a process", os.rmdir, here + "/d")
    t.fails("getcwd", "ENOENT", os.getcwd)
    os.chdir(here)
    t.fails("the root", "EBUSY|ENOTEMPTY", os.rmdir, "/")


@case()
def tree_of_many_levels(t):
    here = os.getcwd()
    for i in range(200):
        os.mkdir("d")
        os.chdir("d")
    put("f", b"deep")
    t.eq("content", get("f"), b"deep")
    t.eq("path", len(os.getcwd()), len(here) + 400)
    os.chdir(here)
    t.eq("by path", get("d/" * 200 + "f"), b"deep")
    os.rename("d/d/d/d", "e")
    t.eq("after a rename above", get("e/" + "d/" * 196 + "f"), b"deep")


@case(SPECIAL + ["regular"], ("removed", "replaced"))
def open_special_files(t, kind, how):
    """A descriptor by O_PATH outlives the name."""
    make(kind, "x")
    make("regular", "y")
    with opened("x", os.O_PATH) as fd:
        ino = os.fstat(fd).st_ino
        os.unlink("x") if how == "removed" else os.rename("y", "x")
        t.eq("fstat", (os.fstat(fd).st_ino, os.fstat(fd).st_nlink), (ino, 0))


@case()
def times_of_what_is_kept(t):
    put("f")
    before = times("f")
    tick()
    with user(65501):
        t.fails("unlink without permission", "EACCES", os.unlink, "f")
    t.eq("times", times("f"), before)
