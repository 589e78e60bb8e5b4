"""read and write in all their forms, positions, sizes at the limits, splice and its kin."""
import ctypes
import os
import resource
import signal
import struct

from contract.core import attempt, case, get, in_child, make, opened, put, sys, user

RWF_HIPRI, RWF_DSYNC, RWF_SYNC, RWF_NOWAIT, RWF_APPEND, RWF_NOAPPEND = 1, 2, 4, 8, 16, 32
MAX = (1 << 63) - 1


def pattern(n, seed=1):
    return bytes((i * 7 + i // 251 + seed) & 255 for i in range(n))


@case((0, 1, 511, 512, 4095, 4096, 4097, 65536, 131072, 131073, 1048576, 1048577, 3000000))
def sizes(t, size):
    content = (pattern(5003) * (size // 5003 + 1))[:size]
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        t.eq("write", os.write(fd, content), size)
        t.eq("position", os.lseek(fd, 0, 1), size)
        t.eq("size", os.fstat(fd).st_size, size)
        t.eq("end", os.read(fd, 10), b"")
        t.true("read", os.pread(fd, size + 10, 0) == content)
    t.true("read again", get("x") == content)
    with opened("x") as fd:
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        t.true("read without cache", b"".join(iter(lambda: os.read(fd, 70001), b"")) == content)


@case((0, 1, 4095, 4096, 4097, 131071, 131072, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, (1 << 32) + 1, 1 << 40,
       (1 << 43)))
def offsets(t, offset):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        t.eq("write", os.pwrite(fd, b"hello", offset), 5)
        t.eq("size", os.fstat(fd).st_size, offset + 5)
        t.eq("read", os.pread(fd, 10, offset), b"hello")
        t.eq("hole before", os.pread(fd, 5, max(0, offset - 5)), (bytes(5) if offset >= 5 else (
            bytes(offset) + b"hello")[:5]))
        t.eq("seek", os.lseek(fd, offset, 0), offset)
        t.eq("read there", os.read(fd, 3), b"hel")
        t.eq("from the end", os.lseek(fd, -2, 2), offset + 3)
        t.eq("read there too", os.read(fd, 9), b"lo")
        t.true("sparse", os.fstat(fd).st_blocks * 512 <= 65536)
        os.ftruncate(fd, offset + 1)
        t.eq("truncated", (os.fstat(fd).st_size, os.pread(fd, 9, offset)), (offset + 1, b"h"))


@case()
def positions(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.write(fd, b"0123456789")
        t.fails("negative", "EINVAL", os.lseek, fd, -1, 0)
        t.fails("before the start", "EINVAL", os.lseek, fd, -11, 2)
        t.eq("position stays", os.lseek(fd, 0, 1), 10)
        t.fails("whence", "EINVAL", os.lseek, fd, 0, 99)
        t.eq("beyond the end", os.lseek(fd, 1000, 0), 1000)
        t.eq("read there", os.read(fd, 1), b"")
        t.eq("size stays", os.fstat(fd).st_size, 10)
        os.write(fd, b"x")
        t.eq("size", os.fstat(fd).st_size, 1001)
        t.fails("pread negative", "EINVAL", sys, "pread64", fd, ctypes.create_string_buffer(1), 1, -1)
        t.fails("pwrite negative", "EINVAL", sys, "pwrite64", fd, b"x", 1, -1)
        t.eq("pread leaves the position", (os.pread(fd, 1, 0), os.lseek(fd, 0, 1)), (b"0", 1001))
        t.fails("beyond all", "EINVAL|EOVERFLOW", os.lseek, fd, MAX, 1)


@case()
def vectors(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        parts = [pattern(n, n) for n in (1, 0, 4095, 4097, 100000, 3)]
        whole = b"".join(parts)
        t.eq("writev", os.writev(fd, parts), len(whole))
        t.true("content", get("x") == whole)
        os.lseek(fd, 0, 0)
        into = [bytearray(n) for n in (7, 0, 90000, 20000)]
        t.eq("readv", os.readv(fd, into), len(whole))
        t.true("read", b"".join(into)[:len(whole)] == whole)
        t.eq("pwritev", os.pwritev(fd, [b"ab", b"cd"], 10), 4)
        buf = [bytearray(2), bytearray(3)]
        t.eq("preadv", (os.preadv(fd, buf, 9), bytes(buf[0]), bytes(buf[1])), (5, whole[9:10] + b"a", b"bcd"))
        t.eq("1024 parts", os.pwritev(fd, [b"x"] * 1024, 0), 1024)
        t.fails("1025 parts", "EINVAL", lambda: sys("writev", fd, ctypes.create_string_buffer(16 * 1025), 1025))
        t.eq("no parts", sys("writev", fd, None, 0), 0)
        bad = struct.pack("QQQQ", ctypes.addressof(ctypes.create_string_buffer(b"ok", 2)), 2, 1 << 60, 2)
        got = attempt(lambda: sys("pwritev", fd, ctypes.create_string_buffer(bad), 2, 0))
        t.true("bad second part", got in (None, "EFAULT"), got)


@case()
def write_flags(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        t.eq("RWF_DSYNC", os.pwritev(fd, [b"abc"], 0, RWF_DSYNC), 3)
        t.eq("RWF_SYNC", os.pwritev(fd, [b"def"], 3, RWF_SYNC), 3)
        t.fails("unknown", "EOPNOTSUPP", lambda: os.pwritev(fd, [b"x"], 0, 1 << 20))
        got = attempt(lambda: os.pwritev(fd, [b"ghi"], 0, RWF_APPEND))
        t.eq("RWF_APPEND", (got, get("x")), (None, b"abcdefghi"))
        t.eq("content", get("x")[:6], b"abcdef")


@case()
def noappend_flag(t):
    with opened("y", os.O_CREAT | os.O_RDWR | os.O_APPEND) as fd:
        os.write(fd, b"0123")
        got = attempt(lambda: os.pwritev(fd, [b"X"], 0, RWF_NOAPPEND))
        t.eq("RWF_NOAPPEND", (got, get("y")), (None, b"X123"))


@case()
def bad_buffers(t):
    put("x", b"content")
    with opened("x", os.O_RDWR) as fd:
        t.fails("read", "EFAULT", sys, "read", fd, ctypes.c_void_p(1 << 60), 5)
        t.fails("write", "EFAULT", sys, "write", fd, ctypes.c_void_p(1 << 60), 5)
        t.eq("nothing read of 0", sys("read", fd, ctypes.c_void_p(0), 0), 0)
        t.eq("content", get("x"), b"content")
        t.eq("size", os.fstat(fd).st_size, 7)


@case()
def overwriting(t):
    n = 300000
    model = bytearray(n)
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.ftruncate(fd, n)
        for i in range(60):
            at, size = (i * 7919 * 13) % n, (i * 3571) % 40000 + 1
            size = min(size, n - at)
            model[at:at + size] = bytes([i]) * size
            os.pwrite(fd, bytes([i]) * size, at)
            a = (i * 5003 * 17) % n
            t.true("read %d" % i, os.pread(fd, 5000, a) == bytes(model[a:a + 5000]))
    t.true("whole", get("x") == bytes(model))


@case((4096, 5000, 131072, 200000))
def truncation_clears(t, size):
    """What was cut off reads as zeros when the file grows again."""
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        for cut in (0, 1, size // 2, size - 1):
            os.pwrite(fd, b"x" * size, 0)
            os.ftruncate(fd, cut)
            os.ftruncate(fd, size)
            t.true("ftruncate to %d" % cut, os.pread(fd, size, 0) == b"x" * cut + bytes(size - cut))
            os.pwrite(fd, b"x" * size, 0)
            os.truncate("x", cut)
            os.pwrite(fd, b"y", size)
            t.true("write behind %d" % cut, os.pread(fd, size + 1, 0) == b"x" * cut + bytes(size - cut) + b"y")
            os.ftruncate(fd, size)


@case()
def truncate_rules(t):
    put("x", b"x")
    with opened("x", os.O_RDWR) as fd:
        for size in (0, 1, 4096, 1 << 31, (1 << 31) + 1, 1 << 33, 1 << 42):
            os.ftruncate(fd, size)
            t.eq("ftruncate %d" % size, os.stat("x").st_size, size)
            os.truncate("x", 0)
            os.truncate("x", size)
            t.eq("truncate %d" % size, os.fstat(fd).st_size, size)
        t.fails("negative", "EINVAL", os.ftruncate, fd, -1)
        t.fails("too large", "EFBIG|EINVAL", os.ftruncate, fd, MAX)
        t.fails("too large by path", "EFBIG|EINVAL", os.truncate, "x", MAX)
        t.eq("position", os.lseek(fd, 0, 1), 0)
    with opened("x") as fd:
        t.fails("read only", "EINVAL|EBADF", os.ftruncate, fd, 0)


@case()
def too_large(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        t.fails("pwrite at the end of all", "EFBIG|EINVAL", os.pwrite, fd, b"xx", MAX)
        t.fails("pwrite beyond", "EFBIG|EINVAL", os.pwrite, fd, b"xx", MAX - 1)
        t.eq("size", os.fstat(fd).st_size, 0)


@case(("write", "pwrite", "truncate", "ftruncate", "fallocate", "append"))
def file_size_limit(t, call):
    def limited():
        signals = []
        signal.signal(signal.SIGXFSZ, lambda *_: signals.append(1))
        with opened("x", os.O_CREAT | os.O_RDWR | (os.O_APPEND if call == "append" else 0)) as fd:
            os.write(fd, bytes(5000))
            resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000))
            r = {"write": lambda: os.lseek(fd, 10000, 0) and os.write(fd, b"x"),
                 "pwrite": lambda: os.pwrite(fd, b"x", 10000),
                 "append": lambda: os.ftruncate(fd, 10000) or os.write(fd, b"x"),
                 "truncate": lambda: os.truncate("x", 10001),
                 "ftruncate": lambda: os.ftruncate(fd, 10001),
                 "fallocate": lambda: sys("fallocate", fd, 0, 0, 10001)}[call]
            got = attempt(r)
            part = os.pwrite(fd, bytes(6000), 5000) if call == "pwrite" else None
            return got, len(signals), os.fstat(fd).st_size, part
    got, signals, size, part = in_child(limited)
    t.eq("errno", got, "EFBIG")
    t.true("SIGXFSZ", signals >= 1, signals)
    t.eq("size", size, 10000 if call in ("append", "pwrite") else 5000)
    if call == "pwrite":
        t.eq("the part that fits", part, 5000)


@case()
def sendfile(t):
    content = pattern(200001)
    put("x", content)
    with opened("x") as a, opened("y", os.O_CREAT | os.O_RDWR) as b:
        done = 0
        while done < len(content):
            done += os.sendfile(b, a, done, len(content) - done)
        t.true("file to file", get("y") == content)
        t.eq("position of the source", os.lseek(a, 0, 1), 0)
        r, w = os.pipe()
        t.eq("file to pipe", (os.sendfile(w, a, 100, 1000), os.read(r, 2000)), (1000, content[100:1100]))
        t.eq("at the end", os.sendfile(b, a, 200001, 5), 0)
    with opened("y", os.O_WRONLY) as b:
        t.fails("from a file open for writing", "EBADF", os.sendfile, b, b, 0, 1)


@case()
def splice(t):
    content = pattern(70000)
    put("x", content)
    r, w = os.pipe()
    with opened("x") as a, opened("y", os.O_CREAT | os.O_RDWR) as b:
        done = 0
        while done < len(content):
            n = os.splice(a, w, 30000, offset_src=done)
            at = done
            done += n
            while n:
                m = os.splice(r, b, n, offset_dst=at)
                n, at = n - m, at + m
        t.true("through a pipe", get("y") == content)
        t.fails("no pipe", "EINVAL", os.splice, a, b, 100)
    with opened("y", os.O_RDWR | os.O_APPEND) as b:
        os.write(w, b"x")
        t.fails("to O_APPEND", "EINVAL", os.splice, r, b, 1)


@case((0, 1))
def copy_file_range(t, where):
    content = pattern(150000)
    put("x", content)
    names = ("x", "x") if where else ("x", "y")
    put("y", b"") if not where else None
    with opened(names[0]) as a, opened(names[1], os.O_RDWR) as b:
        n = os.copy_file_range(a, b, 1000, 100, 200000)
        t.eq("count", n, 1000)
        t.eq("content", os.pread(b, 1000, 200000), content[100:1100])
        t.eq("size", os.fstat(b).st_size, 201000)
        t.eq("positions", (os.lseek(a, 0, 1), os.lseek(b, 0, 1)), (0, 0))
        t.eq("by position", os.copy_file_range(a, b, 10, None, 250000), 10)
        t.eq("position", os.lseek(a, 0, 1), 10)
        t.eq("beyond the end", os.copy_file_range(a, b, 10, 1 << 30, 0), 0)
        if where:
            t.fails("overlap", "EINVAL", os.copy_file_range, a, b, 1000, 0, 500)
    os.mkdir("d")
    with opened("x") as a, opened("d") as d, opened("x", os.O_RDWR | os.O_APPEND) as ap, opened("x", os.O_RDWR) as c:
        t.fails("a directory", "EISDIR", os.copy_file_range, a, d, 1, 0, 0)
        t.fails("from a directory", "EISDIR", os.copy_file_range, d, c, 1, 0, 0)
        t.fails("to read only", "EBADF", os.copy_file_range, c, a, 1, 0, 0)
        t.fails("to O_APPEND", "EBADF", os.copy_file_range, a, ap, 1, 0, 0)
        t.fails("flags", "EINVAL", sys, "copy_file_range", a, None, c, None, 1, 1)
        t.eq("nothing", os.copy_file_range(a, c, 0, 0, 0), 0)


@case()
def copy_of_large_ranges(t):
    content = pattern(5003) * 1300
    put("x", content)
    os.truncate("x", len(content) + 300000)
    with opened("x") as a, opened("y", os.O_CREAT | os.O_RDWR) as b:
        done = 0
        while True:
            n = os.copy_file_range(a, b, 1 << 30, done, done)
            if n == 0:
                break
            done += n
        t.eq("count", done, len(content) + 300000)
    t.true("content", get("y") == content + bytes(300000))


@case()
def two_descriptors_see_each_other(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as a, opened("x", os.O_RDWR) as b:
        for i in range(60):
            os.pwrite(a, b"%05d" % i, i * 3001)
            t.eq("b sees %d" % i, os.pread(b, 5, i * 3001), b"%05d" % i)
            os.pwrite(b, b"%05d" % (i + 7), i * 3001)
            t.eq("a sees %d" % i, os.pread(a, 5, i * 3001), b"%05d" % (i + 7))
            t.eq("size %d" % i, (os.fstat(a).st_size, os.fstat(b).st_size), (i * 3001 + 5,) * 2)


@case()
def processes_see_each_other(t):
    put("x", bytes(100000))
    with opened("x", os.O_RDWR) as fd:
        for i in range(10):
            def child():
                with opened("x", os.O_RDWR) as mine:
                    was = os.pread(mine, 4, i * 5000)
                    os.pwrite(mine, b"chld", i * 5000 + 4)
                    return was
            os.pwrite(fd, b"prnt", i * 5000)
            t.eq("child sees %d" % i, in_child(child), b"prnt")
            t.eq("parent sees %d" % i, os.pread(fd, 8, i * 5000), b"prntchld")


@case(("regular", "dir"))
def syncs(t, kind):
    make(kind, "x")
    with opened("x") as fd:
        for call in ("fsync", "fdatasync", "syncfs"):
            t.works(call, sys, call, fd)
        t.outcome("sync_file_range", "ok" if kind == "regular" else "ok", sys, "sync_file_range", fd, 0, 0, 7)
    os.mkfifo("p")
    with opened("p", os.O_RDWR) as fd:
        t.fails("fsync of a fifo", "EINVAL", os.fsync, fd)
    with opened("x") as fd, user(65501):
        t.works("by another user", os.fsync, fd)


@case((0, 1, 2, 3, 4, 5))
def advice(t, what):
    put("x", pattern(100000))
    with opened("x") as fd:
        t.works("posix_fadvise", os.posix_fadvise, fd, 0, 50000, what)
        t.true("content", os.pread(fd, 100000, 0) == pattern(100000))
        t.fails("bad advice", "EINVAL", os.posix_fadvise, fd, 0, 0, 77)
