"""open(2): each flag on each type."""
import ctypes
import fcntl
import mmap
import os
import stat

from contract.core import KINDS, NO_DIRS, case, get, make, opened, put, sys, user

NB = os.O_NONBLOCK


def op(path, flags, mode=0o644):
    os.close(os.open(path, flags, mode))


@case(KINDS)
def directory_flag(t, kind):
    make(kind, "x")
    t.outcome("O_DIRECTORY", {"dir": "ok", "symlink": "ENOENT"}.get(kind, "ENOTDIR"), op, "x", os.O_DIRECTORY | NB)
    t.outcome("with O_NOFOLLOW", {"dir": "ok"}.get(kind, "ENOTDIR"), op, "x", os.O_DIRECTORY | os.O_NOFOLLOW | NB)
    t.outcome("for writing", {"dir": "EISDIR", "symlink": "ENOENT"}.get(kind, "ENOTDIR"), op, "x",
              os.O_DIRECTORY | os.O_RDWR | NB)


@case(KINDS)
def nofollow_flag(t, kind):
    make(kind, "x")
    os.symlink("x", "l")
    t.fails("link", "ELOOP", op, "l", os.O_NOFOLLOW | NB)
    t.outcome("itself", {"symlink": "ELOOP", "socket": "ENXIO", "block": "ok|ENXIO"}.get(kind, "ok"), op, "x",
              os.O_NOFOLLOW | NB) if kind != "block" else None
    os.mkdir("d")
    os.symlink("d", "ld")
    put("d/f")
    t.works("a link in the prefix is followed", op, "ld/f", os.O_NOFOLLOW)


@case(KINDS)
def path_flag(t, kind):
    make(kind, "x", 0)
    with opened("x", os.O_PATH | os.O_NOFOLLOW) as fd:
        t.eq("fstat", os.fstat(fd).st_ino, os.lstat("x").st_ino)
        t.fails("read", "EBADF", os.read, fd, 1)
        t.fails("write", "EBADF", os.write, fd, b"x")
        t.fails("fchmod", "EBADF", os.fchmod, fd, 0o644)
        t.fails("fchown", "EBADF", os.fchown, fd, 0, 0)
        t.fails("ftruncate", "EBADF|EINVAL", os.ftruncate, fd, 0)
        t.fails("fsync", "EBADF", os.fsync, fd)
        t.fails("fgetxattr", "EBADF", os.getxattr, fd, "user.k")
        t.works("fstatfs", os.fstatvfs, fd)
        t.eq("getfl", bool(fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_PATH), True)
        if kind == "symlink":
            b = ctypes.create_string_buffer(100)
            t.eq("readlinkat", sys("readlinkat", fd, b"", b, 100), 12)
    with user(65501):
        t.works("without permissions", op, "x", os.O_PATH | os.O_NOFOLLOW)


@case(("regular", "dir"), (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC, os.O_RDWR | os.O_APPEND,
                           os.O_RDONLY | os.O_CREAT, os.O_RDONLY | os.O_TRUNC))
def writing(t, kind, flags):
    make(kind, "x")
    t.outcome("open", "ok" if kind == "regular" else "EISDIR", op, "x", flags)


@case((os.O_RDONLY, os.O_WRONLY, os.O_RDWR))
def access_modes(t, flags):
    put("x", b"content")
    with opened("x", flags) as fd:
        r, w = flags != os.O_WRONLY, flags != os.O_RDONLY
        b = ctypes.create_string_buffer(10)
        t.outcome("read", "ok" if r else "EBADF", os.read, fd, 1)
        t.outcome("pread", "ok" if r else "EBADF", os.pread, fd, 1, 0)
        t.outcome("readv", "ok" if r else "EBADF", os.readv, fd, [bytearray(1)])
        t.outcome("write", "ok" if w else "EBADF", os.write, fd, b"x")
        t.outcome("pwrite", "ok" if w else "EBADF", os.pwrite, fd, b"x", 0)
        t.outcome("writev", "ok" if w else "EBADF", os.writev, fd, [b"x"])
        t.outcome("ftruncate", "ok" if w else "EINVAL", os.ftruncate, fd, 3)
        t.outcome("fallocate", "ok" if w else "EBADF", sys, "fallocate", fd, 0, 0, 10)
        t.works("fsync", os.fsync, fd)
        t.works("fchmod", os.fchmod, fd, 0o600)
        t.works("futimens", os.utime, fd)
        t.works("setxattr", os.setxattr, fd, "user.k", b"v")
        t.eq("getfl", fcntl.fcntl(fd, fcntl.F_GETFL) & 3, flags)
        t.outcome("map for reading", "ok" if r else "EACCES", lambda: mmap.mmap(fd, 3, mmap.MAP_SHARED, 1).close())
        t.outcome("map for writing", "ok" if r and w else "EACCES",
                  lambda: mmap.mmap(fd, 3, mmap.MAP_SHARED, 3).close())
        t.outcome("private map for writing", "ok" if r else "EACCES",
                  lambda: mmap.mmap(fd, 3, mmap.MAP_PRIVATE, 3).close())
        t.true("buffer", b is not None)


@case()
def directories_are_not_read(t):
    os.mkdir("d")
    with opened("d") as fd:
        t.fails("read", "EISDIR", os.read, fd, 10)
        t.fails("pread", "EISDIR", os.pread, fd, 10, 0)
        t.fails("write", "EBADF", os.write, fd, b"x")
        t.fails("ftruncate", "EINVAL", os.ftruncate, fd, 0)
        t.fails("fallocate", "EBADF", sys, "fallocate", fd, 0, 0, 10)
        t.fails("mmap", "ENODEV|EACCES", lambda: mmap.mmap(fd, 4096, mmap.MAP_SHARED, 1))
        t.works("fsync", os.fsync, fd)
        t.works("fdatasync", os.fdatasync, fd)
        t.works("syncfs", sys, "syncfs", fd)
        t.works("flock", fcntl.flock, fd, fcntl.LOCK_EX)


@case(("creat-trunc", "trunc", "creat", "trunc-rdonly"))
def truncation(t, how):
    put("x", b"content", 0o640)
    flags = {"creat-trunc": os.O_CREAT | os.O_TRUNC | os.O_WRONLY, "trunc": os.O_TRUNC | os.O_RDWR,
             "creat": os.O_CREAT | os.O_WRONLY, "trunc-rdonly": os.O_TRUNC | os.O_RDONLY}[how]
    with opened("x") as other:
        op("x", flags, 0o777)
        expected = b"content" if how == "creat" else b""
        t.eq("content", get("x"), expected)
        t.eq("size", os.fstat(other).st_size, len(expected))
        t.eq("mode", stat.S_IMODE(os.stat("x").st_mode), 0o640)


@case(("fifo", "char"))
def truncation_of_other_kinds(t, kind):
    make(kind, "x")
    t.works("O_TRUNC", op, "x", os.O_RDWR | os.O_TRUNC | NB)


@case((os.O_SYNC, os.O_DSYNC, os.O_NOATIME, os.O_CLOEXEC, os.O_NOCTTY, os.O_NONBLOCK, os.O_LARGEFILE, os.O_ASYNC))
def harmless(t, flags):
    with opened("x", os.O_CREAT | os.O_RDWR | flags) as fd:
        t.eq("write", os.write(fd, b"hello"), 5)
        t.eq("read", os.pread(fd, 9, 0), b"hello")
        if flags not in (os.O_CLOEXEC, os.O_NOCTTY, 0, os.O_ASYNC):
            t.eq("getfl", fcntl.fcntl(fd, fcntl.F_GETFL) & flags, flags)
    t.eq("content", get("x"), b"hello")


@case()
def noatime_is_for_owners(t):
    put("x", b"", 0o666)
    with user(65501):
        t.fails("a stranger", "EPERM", op, "x", os.O_RDONLY | os.O_NOATIME)


@case()
def append(t):
    put("x", b"0123")
    with opened("x", os.O_RDWR | os.O_APPEND) as fd:
        os.lseek(fd, 1, 0)
        t.eq("read at the position", os.read(fd, 1), b"1")
        os.write(fd, b"ab")
        t.eq("position after it", os.lseek(fd, 0, os.SEEK_CUR), 6)
        os.pwrite(fd, b"cd", 0)
        t.eq("pwrite appends too on Linux", get("x"), b"0123abcd")
        os.truncate("x", 2)
        os.write(fd, b"e")
        t.eq("after truncate", get("x"), b"01e")
        fcntl.fcntl(fd, fcntl.F_SETFL, 0)
        os.pwrite(fd, b"X", 0)
        t.eq("flag cleared", get("x"), b"X1e")
        fcntl.fcntl(fd, fcntl.F_SETFL, os.O_APPEND)
        os.pwrite(fd, b"Y", 0)
        t.eq("flag set", get("x"), b"X1eY")
    with opened("x", os.O_RDWR) as fd:
        os.pwrite(fd, b"plain", 0)
        fcntl.fcntl(fd, fcntl.F_SETFL, os.O_APPEND)
        os.write(fd, b"!")
        t.eq("flag set later", get("x"), b"plain!")


@case((1, 100, 5000, 70000))
def appending_processes(t, size):
    from contract.core import Child
    put("x")
    rounds = 50

    def writer(n):
        fd = os.open("x", os.O_WRONLY | os.O_APPEND)
        for _ in range(rounds):
            assert os.write(fd, bytes([65 + n]) * size) == size
        return True
    for c in [Child(writer, n) for n in range(3)]:
        c.join()
    content = get("x")
    t.eq("size", len(content), 3 * rounds * size)
    t.eq("nothing lost", [content.count(bytes([65 + n])) for n in range(3)], [rounds * size] * 3)
    t.eq("whole records", [content[i:i + size] in (b"A" * size, b"B" * size, b"C" * size)
                           for i in range(0, len(content), size)].count(False), 0)


@case()
def direct(t):
    page = mmap.mmap(-1, 65536)
    with opened("x", os.O_CREAT | os.O_RDWR | os.O_DIRECT) as fd:
        page[:] = bytes(range(256)) * 256
        t.eq("write", os.pwrite(fd, page, 0), 65536)
        whole = page[:]
        page[:] = bytes(65536)
        t.eq("read", os.preadv(fd, [page], 0), 65536)
        t.true("content", page[:] == whole)
        t.eq("read at the end", os.preadv(fd, [page], 65536), 0)
        t.eq("extend", os.pwrite(fd, page, 131072), 65536)
        t.eq("size", os.fstat(fd).st_size, 196608)
    t.true("buffered", get("x") == whole + bytes(65536) + whole)
    with opened("x", os.O_RDWR) as b, opened("x", os.O_RDWR | os.O_DIRECT) as d:
        for i in range(20):
            os.pwrite(b, bytes([i]) * 4096, 4096)
            os.preadv(d, [page], 0)
            t.eq("direct after buffered %d" % i, page[4096:8192] == bytes([i]) * 4096, True)
            page[:] = bytes([100 + i]) * 65536
            os.pwrite(d, page, 0)
            t.eq("buffered after direct %d" % i, os.pread(b, 4096, 4096) == bytes([100 + i]) * 4096, True)
            t.eq("size %d" % i, os.stat("x").st_size, 196608)


@case(needs="tmpfile")
def tmpfile(t):
    with opened(".", os.O_TMPFILE | os.O_RDWR) as fd:
        os.write(fd, b"content")
        t.eq("links", (os.fstat(fd).st_nlink, os.listdir(".")), (0, []))
        sys("linkat", -100, b"/proc/self/fd/%d" % fd, -100, b"x", 0x400)
        t.eq("linked", get("x"), b"content")


@case()
def tmpfile_or_not(t):
    try:
        os.close(os.open(".", os.O_TMPFILE | os.O_RDWR))
        t.true("works", True)
    except OSError as e:
        t.eq("errno", e.errno, 95)
    t.eq("nothing left", os.listdir("."), [])


@case(NO_DIRS)
def openat2(t, kind):
    import struct
    os.mkdir("d")
    os.symlink("../x", "d/l")
    put("x", b"x")
    make(kind, "d/y")

    def how(flags, resolve, path):
        b = struct.pack("QQQ", flags, 0, resolve)
        with opened("d") as d:
            os.close(sys("openat2", d, path, b, 24))
    t.fails("RESOLVE_BENEATH", "EXDEV", how, 0, 8, "l")
    t.fails("RESOLVE_NO_SYMLINKS", "ELOOP", how, 0, 4, "l")
    t.works("plain", how, 0, 0, "l")
    if kind == "regular":
        t.works("beneath", how, 0, 8, "y")


@case()
def descriptors(t):
    put("x", b"0123456789")
    a = os.open("x", os.O_RDWR)
    b = os.dup(a)
    os.read(a, 3)
    t.eq("dup shares the position", os.read(b, 2), b"34")
    c = os.open("x", os.O_RDWR)
    t.eq("open does not", os.read(c, 2), b"01")
    os.close(a)
    t.eq("after close of one", os.read(b, 2), b"56")
    pid = os.fork()
    if pid == 0:
        os.read(b, 1)
        os._exit(0)
    os.waitpid(pid, 0)
    t.eq("fork shares the position", os.read(b, 1), b"8")
    t.eq("content", get("x"), b"0123456789")


@case()
def many_open(t):
    put("x", b"x")
    fds = [os.open("x", os.O_RDWR) for _ in range(300)]
    for i, fd in enumerate(fds):
        os.pwrite(fd, b"%03d" % i, i * 3)
    t.eq("content", get("x"), b"".join(b"%03d" % i for i in range(300)))
    for fd in fds:
        os.close(fd)
