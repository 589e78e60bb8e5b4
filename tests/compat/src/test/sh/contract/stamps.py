"""Which times an operation moves, and which it leaves."""
import ctypes
import mmap
import os

from contract.core import Times, case, opened, put, sys, times, tick, user

_BUFFER = ctypes.create_string_buffer(65536)


def rw(change):
    """The operation on an open file."""
    def run():
        with opened("f", os.O_RDWR) as fd:
            change(fd)
    return run


def mapped(fd):
    with mmap.mmap(fd, 0) as m:
        m[0:1] = b"M"
        m.flush()
    os.fsync(fd)


def spliced(fd):
    r, w = os.pipe()
    os.write(w, b"spliced")
    os.splice(r, fd, 7, offset_dst=0)


def copied(fd):
    with opened("other") as o:
        os.copy_file_range(o, fd, 5)


def sent(fd):
    with opened("other") as o:
        os.sendfile(fd, o, 0, 5)


# What each does to f (16 bytes long) and to its directory: m, c; capitals: checked to stay, atime too.
ON_FILE = {
    "write": (rw(lambda fd: os.write(fd, b"x")), "mc"),
    "write-nothing": (rw(lambda fd: os.write(fd, b"")), ""),
    "pwrite": (rw(lambda fd: os.pwrite(fd, b"x", 5)), "mc"),
    "pwrite-beyond-the-end": (rw(lambda fd: os.pwrite(fd, b"x", 50000)), "mc"),
    "pwritev": (rw(lambda fd: os.pwritev(fd, [b"x", b"y"], 5)), "mc"),
    "ftruncate-down": (rw(lambda fd: os.ftruncate(fd, 3)), "mc"),
    "ftruncate-up": (rw(lambda fd: os.ftruncate(fd, 99)), "mc"),
    "ftruncate-same": (rw(lambda fd: os.ftruncate(fd, 16)), "mc"),
    "truncate-down": (lambda: os.truncate("f", 3), "mc"),
    "truncate-up": (lambda: os.truncate("f", 99), "mc"),
    # POSIX leaves it open; Linux file systems move both.
    "truncate-same": (lambda: os.truncate("f", 16), "mc"),
    "open-trunc": (lambda: os.close(os.open("f", os.O_WRONLY | os.O_TRUNC)), "mc"),
    "creat": (lambda: os.close(sys("creat", "f", 0o644)), "mc"),
    "open-read": (lambda: os.close(os.open("f", os.O_RDONLY)), ""),
    "open-write": (lambda: os.close(os.open("f", os.O_WRONLY)), ""),
    "open-append": (lambda: os.close(os.open("f", os.O_WRONLY | os.O_APPEND)), ""),
    "read": (rw(lambda fd: os.read(fd, 5)), ""),
    "seek": (rw(lambda fd: os.lseek(fd, 5, 0)), ""),
    "fsync": (rw(os.fsync), ""),
    "fdatasync": (rw(os.fdatasync), ""),
    "fallocate": (rw(lambda fd: sys("fallocate", fd, 0, 0, 4096)), "mc"),
    "punch-hole": (rw(lambda fd: sys("fallocate", fd, 3, 0, 8)), "mc"),
    "zero-range": (rw(lambda fd: sys("fallocate", fd, 16, 0, 8)), "mc"),
    "mapped": (rw(mapped), "mc"),
    "splice": (rw(spliced), "mc"),
    "copy-file-range": (rw(copied), "mc"),
    "sendfile": (rw(sent), "mc"),
    "chmod": (lambda: os.chmod("f", 0o600), "c"),
    "chmod-same": (lambda: os.chmod("f", 0o644), "c"),
    "fchmod": (rw(lambda fd: os.fchmod(fd, 0o600)), "c"),
    "chown": (lambda: os.chown("f", 1, 2), "c"),
    "chown-same": (lambda: os.chown("f", 0, 0), "c"),
    "fchown": (rw(lambda fd: os.fchown(fd, 1, 2)), "c"),
    "setxattr": (lambda: os.setxattr("f", "user.new", b"v"), "c"),
    "setxattr-replace": (lambda: os.setxattr("f", "user.k", b"w"), "c"),
    "removexattr": (lambda: os.removexattr("f", "user.k"), "c"),
    "getxattr": (lambda: os.getxattr("f", "user.k"), ""),
    "listxattr": (lambda: os.listxattr("f"), ""),
    "stat": (lambda: os.stat("f"), ""),
    "access": (lambda: os.access("f", 4), ""),
    "flock": (rw(lambda fd: __import__("fcntl").flock(fd, 2)), ""),
    "lockf": (rw(lambda fd: __import__("fcntl").lockf(fd, 2)), ""),
}


@case(ON_FILE)
def of_a_file(t, op):
    put("f", b"0123456789abcdef")
    put("other", b"other")
    os.setxattr("f", "user.k", b"v")
    function, moved = ON_FILE[op]
    watch = Times(t, f="f", top=".")
    function()
    watch.after(f=moved, top="")


ON_DIRECTORY = {
    "create": (lambda: put("d/new"), "mc"),
    "open-creat-existing": (lambda: os.close(os.open("d/f", os.O_CREAT | os.O_WRONLY)), ""),
    "mkdir": (lambda: os.mkdir("d/new"), "mc"),
    "mkfifo": (lambda: os.mkfifo("d/new"), "mc"),
    "symlink": (lambda: os.symlink("x", "d/new"), "mc"),
    "link": (lambda: os.link("d/f", "d/new"), "mc"),
    "unlink": (lambda: os.unlink("d/f"), "mc"),
    "rmdir": (lambda: os.rmdir("d/sub"), "mc"),
    "rename-within": (lambda: os.rename("d/f", "d/new"), "mc"),
    "rename-out": (lambda: os.rename("d/f", "new"), "mc"),
    "rename-in": (lambda: os.rename("f", "d/new"), "mc"),
    "rename-over": (lambda: os.rename("d/f", "d/g"), "mc"),
    "rename-directory": (lambda: os.rename("d/sub", "d/new"), "mc"),
    "write-within": (lambda: open("d/f", "ab").write(b"x"), ""),
    "chmod-within": (lambda: os.chmod("d/f", 0o600), ""),
    "create-in-sub": (lambda: put("d/sub/new"), ""),
    "list": (lambda: os.listdir("d"), ""),
    "stat": (lambda: os.stat("d/f"), ""),
    "chmod": (lambda: os.chmod("d", 0o700), "c"),
    "chown": (lambda: os.chown("d", 1, 1), "c"),
    "setxattr": (lambda: os.setxattr("d", "user.k", b"v"), "c"),
    "rename-itself": (lambda: os.rename("d", "e") or os.rename("e", "d"), "c"),
}

FAILING = {
    "create-excl": lambda: os.open("d/f", os.O_CREAT | os.O_EXCL | os.O_WRONLY),
    "mkdir": lambda: os.mkdir("d/f"),
    "symlink": lambda: os.symlink("x", "d/f"),
    "link": lambda: os.link("d/f", "d/g"),
    "unlink": lambda: os.unlink("d/none"),
    "unlink-directory": lambda: os.unlink("d/sub"),
    "rmdir": lambda: os.rmdir("d"),
    "rmdir-file": lambda: os.rmdir("d/f"),
    "rename": lambda: os.rename("d/none", "d/x"),
    "rename-onto-directory": lambda: os.rename("d/f", "d/sub"),
    "mkfifo": lambda: os.mkfifo("d/f"),
    "removexattr": lambda: os.removexattr("d", "user.none"),
    "setxattr-create": lambda: os.setxattr("d/f", "user.k", b"w", os.XATTR_CREATE),
    "setxattr-replace": lambda: os.setxattr("d/f", "user.none", b"w", os.XATTR_REPLACE),
    "truncate-directory": lambda: os.truncate("d", 0),
    "truncate-negative": lambda: os.truncate("d/f", -1),
    "long-name": lambda: os.mkdir("d/" + "n" * 256),
}
FORBIDDEN = {
    "create": lambda: put("d/new"),
    "mkdir": lambda: os.mkdir("d/new"),
    "unlink": lambda: os.unlink("d/f"),
    "rmdir": lambda: os.rmdir("d/sub"),
    "rename": lambda: os.rename("d/f", "d/x"),
    "chmod": lambda: os.chmod("d", 0),
    "chmod-file": lambda: os.chmod("d/f", 0),
    "chown": lambda: os.chown("d/f", 65501, -1),
    "utimens": lambda: os.utime("d/f", (1, 2)),
    "utimens-now": lambda: os.utime("d/f"),
    "truncate": lambda: os.truncate("d/f", 0),
    "open-trunc": lambda: os.open("d/f", os.O_WRONLY | os.O_TRUNC),
    "setxattr": lambda: os.setxattr("d/f", "user.k", b"w"),
    "link": lambda: os.link("d/f", "d/l"),
    "symlink": lambda: os.symlink("x", "d/l"),
}


def directory():
    os.mkdir("d")
    os.mkdir("d/sub")
    for n in ("f", "d/f", "d/g"):
        put(n, b"x")
    os.setxattr("d/f", "user.k", b"v")


@case(ON_DIRECTORY)
def of_a_directory(t, op):
    directory()
    watch = Times(t, d="d")
    ON_DIRECTORY[op][0]()
    watch.after(d=ON_DIRECTORY[op][1])


@case(FAILING)
def failing(t, op):
    directory()
    watch = Times(t, d="d", f="d/f", g="d/g", sub="d/sub")
    t.fails("fails", "EEXIST|ENOENT|EISDIR|ENOTDIR|ENOTEMPTY|EINVAL|ENODATA|ENAMETOOLONG", FAILING[op])
    watch.after()


@case(FORBIDDEN)
def forbidden(t, op):
    directory()
    watch = Times(t, d="d", f="d/f", g="d/g", sub="d/sub")
    with user(65501):
        t.fails("fails", "EACCES|EPERM", FORBIDDEN[op])
    watch.after()
    t.eq("content", os.stat("d/f").st_size, 1)


@case()
def access_time(t):
    """relatime: reading moves atime when it is older than mtime or ctime."""
    put("f", b"x")
    os.utime("f", ns=(5, 10 ** 18))
    with opened("f") as fd:
        os.read(fd, 1)
    t.true("by read", times("f")["atime"] > 5, times("f")["atime"])
    os.utime("f", ns=(5, 10 ** 18))
    with opened("f", os.O_RDONLY | os.O_NOATIME) as fd:
        os.read(fd, 1)
    t.eq("O_NOATIME", times("f")["atime"], 5)


@case()
def clocks_agree(t):
    """The file system's stamps are those of this machine's clock."""
    import time
    before = time.time_ns() - 20_000_000
    put("f", b"x")
    after = time.time_ns() + 1_000_000
    for which, value in times("f").items():
        t.true(which, before <= value <= after, (before, value, after))


@case()
def order_of_stamps(t):
    last = 0
    for i in range(30):
        put("f%d" % i, b"x")
        now = os.stat("f%d" % i).st_mtime_ns
        t.true("not before the last %d" % i, now >= last, (now, last))
        last = now
        tick()


@case()
def one_stamp_for_all(t):
    """A new file's mtime and ctime are one time; a write's too."""
    put("f")
    st = os.stat("f")
    t.true("new", abs(st.st_mtime_ns - st.st_ctime_ns) < 50_000_000)
    with opened("f", os.O_WRONLY) as fd:
        os.write(fd, b"x")
    st = os.stat("f")
    t.eq("written", st.st_mtime_ns, st.st_ctime_ns)
    os.mkdir("d")
    put("d/x")
    st = os.stat("d")
    t.eq("directory", st.st_mtime_ns, st.st_ctime_ns)
