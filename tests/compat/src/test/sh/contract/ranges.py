"""fallocate in all its modes, holes, SEEK_DATA and SEEK_HOLE."""
import errno
import os

from contract.core import SPECIAL, case, get, make, name_of, opened, put, sys, times, tick, user

KEEP, PUNCH, COLLAPSE, ZERO, INSERT, UNSHARE = 1, 2, 8, 16, 32, 64
BLOCK = 4096


def falloc(fd, mode, offset, length):
    return sys("fallocate", fd, mode, offset, length)


def supported(fd, mode):
    """Whether the file system has the mode at all; it may refuse with EOPNOTSUPP only."""
    size = os.fstat(fd).st_size
    try:
        falloc(fd, mode, 0, BLOCK)
    except OSError as e:
        if e.errno != errno.EOPNOTSUPP:
            raise
        return False
    os.ftruncate(fd, size)
    return True


@case((0, KEEP))
def allocation(t, mode):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.write(fd, b"content")
        falloc(fd, mode, 0, 100000)
        grown = 7 if mode == KEEP else 100000
        t.eq("size", os.fstat(fd).st_size, grown)
        t.true("blocks", os.fstat(fd).st_blocks * 512 >= 100000)
        t.true("content", os.pread(fd, 100000, 0) == b"content" + bytes(grown - 7))
        falloc(fd, mode, 0, 10)
        t.eq("never smaller", os.fstat(fd).st_size, grown)
        falloc(fd, mode, 200000, 100000)
        t.eq("behind a hole", os.fstat(fd).st_size, 7 if mode == KEEP else 300000)
        os.ftruncate(fd, 3)
        t.eq("truncate frees", (os.fstat(fd).st_size, os.fstat(fd).st_blocks <= 128), (3, True))


@case((0, KEEP, PUNCH | KEEP, ZERO, ZERO | KEEP, COLLAPSE, INSERT, UNSHARE))
def bad_ranges(t, mode):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.write(fd, bytes(BLOCK * 4))
        before = os.fstat(fd).st_size
        for label, offset, length in (("negative offset", -1, BLOCK), ("no length", 0, 0), ("negative length", 0, -1)):
            t.fails(label, "EINVAL", falloc, fd, mode, offset, length)
        t.fails("beyond all", "EFBIG|EINVAL|EOPNOTSUPP", falloc, fd, mode, (1 << 63) - BLOCK, BLOCK)
        t.eq("size", os.fstat(fd).st_size, before)


@case()
def bad_modes(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        t.fails("unknown", "EOPNOTSUPP|EINVAL", falloc, fd, 0x1000, 0, BLOCK)
        t.fails("punch without keep", "EOPNOTSUPP|EINVAL", falloc, fd, PUNCH, 0, BLOCK)
        t.fails("punch and zero", "EOPNOTSUPP|EINVAL", falloc, fd, PUNCH | KEEP | ZERO, 0, BLOCK)
        t.fails("collapse and keep", "EOPNOTSUPP|EINVAL", falloc, fd, COLLAPSE | KEEP, 0, BLOCK)
        t.eq("size", os.fstat(fd).st_size, 0)


@case((0, KEEP, PUNCH | KEEP))
def other_kinds(t, mode):
    for kind in SPECIAL:
        if kind in ("fifo", "char"):
            make(kind, kind)
            with opened(kind, os.O_RDWR) as fd:
                t.fails(kind, {"fifo": "ESPIPE", "char": "ENODEV"}[kind], falloc, fd, mode, 0, 1)
    put("x", b"x")
    with opened("x") as fd:
        t.fails("read only", "EBADF", falloc, fd, mode, 0, 1)


@case(((0, 4096), (4096, 8192), (1, 10), (4095, 2), (5000, 20000), (0, 65536), (60000, 100000), (70000, 10)),
      (PUNCH | KEEP, ZERO, ZERO | KEEP))
def clearing(t, span, mode):
    at, length = span
    n = 65536
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.write(fd, b"x" * n)
        if not supported(fd, mode):
            return t.true("refused", mode != PUNCH | KEEP)
        os.pwrite(fd, b"x" * n, 0)
        falloc(fd, mode, at, length)
        size = n if mode & KEEP else max(n, at + length)
        model = bytearray(b"x" * n + bytes(size - n))
        model[at:at + length] = bytes(len(model[at:at + length]))
        t.eq("size", os.fstat(fd).st_size, size)
        t.true("content", os.pread(fd, size + 1, 0) == bytes(model))
        if mode & PUNCH and span == (0, 65536):
            t.true("freed", os.fstat(fd).st_blocks * 512 < n)
    t.true("content again", get("x") == bytes(model))


@case((COLLAPSE, INSERT))
def shifting(t, mode):
    n = BLOCK * 8
    content = b"".join(bytes([65 + i]) * BLOCK for i in range(8))
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.write(fd, content)
        if not supported(fd, mode):
            t.eq("content stays", get("x") == content, True)
            return t.eq("size stays", os.fstat(fd).st_size, n)
        os.ftruncate(fd, 0)
        os.pwrite(fd, content, 0)
        falloc(fd, mode, BLOCK, 2 * BLOCK)
        expected = content[:BLOCK] + (bytes(2 * BLOCK) + content[BLOCK:] if mode == INSERT else content[3 * BLOCK:])
        t.true("content", get("x") == expected)
        t.fails("unaligned", "EINVAL", falloc, fd, mode, 1, BLOCK)
        t.fails("at the end", "EINVAL", falloc, fd, mode, os.fstat(fd).st_size, BLOCK)


@case()
def holes(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.pwrite(fd, b"a" * 65536, 0)
        os.pwrite(fd, b"b" * 65536, 1 << 20)
        os.ftruncate(fd, 2 << 20)
        os.fsync(fd)
        size = 2 << 20
        t.eq("data at 0", os.lseek(fd, 0, os.SEEK_DATA), 0)
        t.eq("hole after it", os.lseek(fd, 0, os.SEEK_HOLE), 65536)
        t.eq("data after the hole", os.lseek(fd, 65536, os.SEEK_DATA), 1 << 20)
        t.eq("hole in a hole", os.lseek(fd, 100000, os.SEEK_HOLE), 100000)
        t.eq("data in data", os.lseek(fd, 100, os.SEEK_DATA), 100)
        t.eq("last hole", os.lseek(fd, 1 << 20, os.SEEK_HOLE), (1 << 20) + 65536)
        t.fails("no data behind", "ENXIO", os.lseek, fd, (1 << 20) + 65536, os.SEEK_DATA)
        t.fails("hole at the end", "ENXIO", os.lseek, fd, size, os.SEEK_HOLE)
        t.fails("data at the end", "ENXIO", os.lseek, fd, size, os.SEEK_DATA)
        t.fails("data beyond", "ENXIO", os.lseek, fd, size + 1, os.SEEK_DATA)
        t.fails("negative", "ENXIO|EINVAL", os.lseek, fd, -1, os.SEEK_DATA)
        t.eq("hole at the last byte", os.lseek(fd, size - 1, os.SEEK_HOLE), size - 1)
        os.lseek(fd, 5, 0)
        os.lseek(fd, 0, os.SEEK_HOLE)
        t.eq("position moves", os.lseek(fd, 0, 1), 65536)


@case()
def holes_of_full_and_empty_files(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        t.fails("empty: data", "ENXIO", os.lseek, fd, 0, os.SEEK_DATA)
        t.fails("empty: hole", "ENXIO", os.lseek, fd, 0, os.SEEK_HOLE)
        os.write(fd, b"x" * 10000)
        t.eq("the end is a hole", os.lseek(fd, 0, os.SEEK_HOLE), 10000)
        t.eq("data", os.lseek(fd, 9999, os.SEEK_DATA), 9999)
        os.ftruncate(fd, 0)
        os.ftruncate(fd, 1 << 20)
        t.eq("all hole", os.lseek(fd, 0, os.SEEK_HOLE), 0)
        t.fails("no data", "ENXIO", os.lseek, fd, 0, os.SEEK_DATA)
    with opened(".") as d:
        try:
            os.lseek(d, 0, os.SEEK_DATA)
        except OSError as e:
            t.true("a directory", e.errno in (errno.EINVAL, errno.ENXIO, errno.ESPIPE), name_of(e.errno))


@case()
def dirty_pages_are_data(t):
    """What was just written is data, written back or not."""
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.ftruncate(fd, 1 << 20)
        for at in (0, 131072, 524288, (1 << 20) - 4096):
            os.pwrite(fd, b"d" * 4096, at)
            t.eq("at %d" % at, os.lseek(fd, at, os.SEEK_DATA), at)


@case()
def posix_fallocate(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.posix_fallocate(fd, 1000, 5000)
        t.eq("size", os.fstat(fd).st_size, 6000)
        t.fails("no length", "EINVAL", os.posix_fallocate, fd, 0, 0)
        before = times("x")
        tick()
        os.posix_fallocate(fd, 0, 5000)
        t.true("ctime moves", times("x")["ctime"] > before["ctime"])
    os.chmod("x", 0o4777)
    with user(65501), opened("x", os.O_RDWR) as fd:
        os.posix_fallocate(fd, 0, 9000)
    t.eq("setuid goes", os.stat("x").st_mode & 0o7777, 0o777)
