"""Torture steps on file contents, open files and locks."""
import fcntl
import hashlib
import mmap
import os
import random
import select
import signal
import sqlite3
import struct

import steps
from steps import Child, eq, fails, get, libc, put, step, together, true

MIB = 1 << 20


def pattern(seed, size):
    return random.Random(seed).randbytes(size)


@step
def truncate(d):
    f = put(d + "/f", b"x" * 10000)
    os.truncate(f, 3)
    eq("down", get(f), b"xxx")
    os.truncate(f, 5000)
    eq("up", get(f), b"xxx" + bytes(4997))
    fd = os.open(f, os.O_RDWR)
    os.pwrite(fd, b"end", 9000)
    os.ftruncate(fd, 9001)
    eq("by descriptor", (os.fstat(fd).st_size, os.pread(fd, 10, 8999)), (9001, b"\0e"))
    os.close(fd)
    os.close(os.open(f, os.O_WRONLY | os.O_TRUNC))
    eq("O_TRUNC", os.stat(f).st_size, 0)
    eq("read past the end", os.pread(os.open(f, os.O_RDONLY), 10, 100), b"")


@step
def sparse(d):
    fd = os.open(d + "/f", os.O_CREAT | os.O_RDWR)
    os.pwrite(fd, b"a" * 4096, 0)
    os.pwrite(fd, b"z", 64 * MIB)
    eq("size", os.fstat(fd).st_size, 64 * MIB + 1)
    true("holes take no blocks", os.fstat(fd).st_blocks * 512 < MIB)
    eq("a hole reads as zeros", os.pread(fd, 8192, 32 * MIB), bytes(8192))
    eq("its end", os.pread(fd, 10, 64 * MIB - 2), b"\0\0z")
    os.fsync(fd)
    eq("SEEK_HOLE", os.lseek(fd, 0, os.SEEK_HOLE), 4096)
    eq("SEEK_DATA", os.lseek(fd, 4096, os.SEEK_DATA), 64 * MIB)
    with fails("ENXIO"):
        os.lseek(fd, 65 * MIB, os.SEEK_DATA)


@step
def fallocate(d):
    fd = os.open(d + "/f", os.O_CREAT | os.O_RDWR)
    libc("fallocate", fd, 0, 0, MIB)
    eq("extended", (os.fstat(fd).st_size, os.pread(fd, 4, 0)), (MIB, bytes(4)))
    true("allocated", os.fstat(fd).st_blocks * 512 >= MIB)
    libc("fallocate", fd, 1, MIB, MIB)
    eq("FALLOC_FL_KEEP_SIZE", os.fstat(fd).st_size, MIB)
    os.pwrite(fd, b"x" * 16384, 0)
    libc("fallocate", fd, 3, 4096, 8192)
    eq("FALLOC_FL_PUNCH_HOLE", os.pread(fd, 16384, 0), b"x" * 4096 + bytes(8192) + b"x" * 4096)


@step
def zero_range(d):
    fd = os.open(d + "/f", os.O_CREAT | os.O_RDWR)
    os.pwrite(fd, b"x" * 16384, 0)
    libc("fallocate", fd, 16, 4096, 8192)
    eq("FALLOC_FL_ZERO_RANGE", os.pread(fd, 16384, 0) == b"x" * 4096 + bytes(8192) + b"x" * 4096, True)


@step
def append(d):
    f, records = put(d + "/f", b""), 200 if steps.SHORT else 2000

    def writer(name):
        fd = os.open(f, os.O_WRONLY | os.O_APPEND)
        for i in range(records):
            eq("written", os.write(fd, b"%s%07d" % (name, i) * 16), 128)

    together(lambda: writer(b"a"), lambda: writer(b"b"))
    data = get(f)
    parts = sorted(data[i:i + 128] for i in range(0, len(data), 128))
    eq("every record whole", parts, sorted(b"%s%07d" % (n, i) * 16 for n in (b"a", b"b") for i in range(records)))


@step
def mapped(d):
    f = put(d + "/f", bytes(256 * 1024))
    with open(f, "r+b") as o:
        m = mmap.mmap(o.fileno(), 0, mmap.MAP_SHARED)
        m[100:105] = b"hello"
        m[200000:200005] = b"world"
        m.flush()
        eq("seen by read", (os.pread(o.fileno(), 5, 100), os.pread(o.fileno(), 5, 200000)), (b"hello", b"world"))
        m.close()
    data = get(f)
    eq("seen after close", (data[100:105], data[200000:200005], len(data)), (b"hello", b"world", 256 * 1024))
    with open(f, "rb") as o, mmap.mmap(o.fileno(), 0, mmap.MAP_PRIVATE, mmap.PROT_READ) as m:
        eq("private", m[:], data)


@step
def unlink_while_open(d):
    f = put(d + "/f", b"before")
    fd = os.open(f, os.O_RDWR)
    os.unlink(f)
    eq("directory", os.listdir(d), [])
    eq("nlink", os.fstat(fd).st_nlink, 0)
    os.pwrite(fd, b"after!!", 0)
    os.ftruncate(fd, 5)
    eq("still works", os.pread(fd, 10, 0), b"after")
    put(f, b"another")
    eq("apart from a new one", os.pread(fd, 10, 0), b"after")
    os.close(fd)
    eq("new one", get(f), b"another")


@step
def rename_while_open(d):
    f = put(d + "/f", b"1")
    put(d + "/target", b"old")
    fd, old = os.open(f, os.O_RDWR), os.open(d + "/target", os.O_RDONLY)
    os.rename(f, d + "/target")
    os.write(fd, b"23")
    os.close(fd)
    eq("through the new name", get(d + "/target"), b"23")
    eq("the replaced one", os.pread(old, 10, 0), b"old")
    os.mkdir(d + "/sub")
    here = os.open(d + "/sub", os.O_RDONLY | os.O_DIRECTORY)
    os.rename(d + "/sub", d + "/sub2")
    os.close(os.open("x", os.O_CREAT, dir_fd=here))
    eq("in a renamed directory", os.listdir(d + "/sub2"), ["x"])


@step
def copy_range(d):
    data = pattern(1, 3 * MIB + 17)
    src, dst = os.open(put(d + "/a", data), os.O_RDONLY), os.open(d + "/b", os.O_CREAT | os.O_RDWR)
    done = 0
    while done < len(data):
        n = os.copy_file_range(src, dst, len(data) - done)
        true("progress", n > 0)
        done += n
    eq("copied", get(d + "/b"), data)


@step
def direct_io(d):
    size = 64 * 1024
    fd = os.open(d + "/f", os.O_CREAT | os.O_RDWR | os.O_DIRECT)
    page = mmap.mmap(-1, size)
    data = pattern(2, size)
    page[:] = data
    eq("written", os.pwrite(fd, page, 4096), size)
    page[:] = bytes(size)
    eq("read", os.preadv(fd, [page], 4096), size)
    eq("content", page[:], data)
    eq("buffered", get(d + "/f"), bytes(4096) + data)


@step
def big_file(d):
    size, sha, block = (32 if steps.SHORT else 256), hashlib.sha256(), pattern(3, MIB)
    with open(d + "/f", "wb", buffering=0) as f:
        for i in range(size):
            data = struct.pack(">Q", i) + block[8:]
            sha.update(data)
            eq("written", f.write(data), MIB)
        os.fsync(f.fileno())
        os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    again = hashlib.sha256()
    with open(d + "/f", "rb") as f:
        for data in iter(lambda: f.read(MIB), b""):
            again.update(data)
    eq("sha256", again.hexdigest(), sha.hexdigest())
    eq("size", os.stat(d + "/f").st_size, size * MIB)


@step
def concurrent_writers(d):
    size = (2 if steps.SHORT else 16) * MIB
    shared = put(d + "/shared", bytes(4 * size // 4))

    def writer(n):
        data, rnd = pattern(10 + n, size), random.Random(n)
        fd, both = os.open("%s/own%d" % (d, n), os.O_CREAT | os.O_WRONLY), os.open(shared, os.O_WRONLY)
        offsets = list(range(0, size, 50000))
        rnd.shuffle(offsets)
        for o in offsets:
            os.pwrite(fd, data[o:o + 50000], o)
            if o % 200000 == n * 50000:
                os.pwrite(both, data[o:o + 50000], o)

    together(*(lambda n=n: writer(n) for n in range(4)))
    whole = get(shared)
    for n in range(4):
        data = pattern(10 + n, size)
        eq("own file %d" % n, get("%s/own%d" % (d, n)) == data, True)
        for o in range(n * 50000, size, 200000):
            eq("region at %d" % o, whole[o:o + 50000] == data[o:o + 50000], True)


def try_lock(f, kind, start, length):
    with open(f, "r+b") as o:
        fcntl.lockf(o, kind | fcntl.LOCK_NB, length, start)


@step
def record_locks(d):
    f = put(d + "/f", bytes(1000))
    mine = open(f, "r+b")
    fcntl.lockf(mine, fcntl.LOCK_EX, 100, 0)
    fcntl.lockf(mine, fcntl.LOCK_SH, 100, 200)

    def other():
        for kind, start in ((fcntl.LOCK_EX, 50), (fcntl.LOCK_SH, 99), (fcntl.LOCK_EX, 250)):
            with fails("EAGAIN", "EACCES"):
                try_lock(f, kind, start, 10)
        for kind, start in ((fcntl.LOCK_EX, 100), (fcntl.LOCK_SH, 250), (fcntl.LOCK_EX, 300)):
            try_lock(f, kind, start, 100 if start != 250 else 10)
        with open(f, "r+b") as o:
            asked = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 10, 5, 0)
            kind, _, start, length, pid = struct.unpack("hhqqi", fcntl.fcntl(o, fcntl.F_GETLK, asked))
            eq("F_GETLK", (kind, start, length), (fcntl.F_WRLCK, 0, 100))

    Child(other).join()
    fcntl.lockf(mine, fcntl.LOCK_UN, 50, 50)
    Child(try_lock, f, fcntl.LOCK_EX, 50, 50).join()
    with open(f, "rb"):
        pass
    Child(try_lock, f, fcntl.LOCK_EX, 0, 1000).join()


@step
def blocking_lock(d):
    f = put(d + "/f", b"0")
    mine = open(f, "r+b")
    fcntl.lockf(mine, fcntl.LOCK_EX)
    ready, tell = os.pipe()

    def waiter():
        with open(f, "r+b") as o:
            os.write(tell, b"?")
            fcntl.lockf(o, fcntl.LOCK_EX)
            eq("the holder's write is seen", o.read(), b"1")
            os.write(tell, b"!")

    child = Child(waiter)
    eq("waiter runs", os.read(ready, 1), b"?")
    eq("the waiter waits", select.select([ready], [], [], 0.3)[0], [])
    mine.write(b"1")
    mine.flush()
    mine.close()
    child.join()
    eq("got it after close", os.read(ready, 1), b"!")


@step
def interrupted_lock(d):
    """A signal ends the wait for a lock, and the lock is not taken afterwards."""
    f = put(d + "/f", b"0")
    mine = open(f, "r+b")
    fcntl.lockf(mine, fcntl.LOCK_EX)

    class Rang(Exception):
        pass

    def ring(*_):
        raise Rang

    def waiter():
        signal.signal(signal.SIGALRM, ring)
        o = open(f, "r+b")
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            fcntl.lockf(o, fcntl.LOCK_EX)
        except Rang:
            return
        raise AssertionError("locked")

    Child(waiter).join()
    mine.close()
    Child(try_lock, f, fcntl.LOCK_EX, 0, 0).join()


@step
def whole_file_locks(d):
    f = put(d + "/f", b"")
    mine = os.open(f, os.O_RDWR)
    fcntl.flock(mine, fcntl.LOCK_EX)

    def refused():
        with fails("EWOULDBLOCK"):
            fcntl.flock(os.open(f, os.O_RDWR), fcntl.LOCK_SH | fcntl.LOCK_NB)

    def granted():
        fcntl.flock(os.open(f, os.O_RDWR), fcntl.LOCK_SH | fcntl.LOCK_NB)

    Child(refused).join()
    fcntl.flock(mine, fcntl.LOCK_SH)
    Child(granted).join()
    os.close(mine)
    Child(granted).join()


@step
def database(d):
    """sqlite through its rollback journal: record locks, fsync, truncate and unlink as a real program uses them."""
    rows = 20 if steps.SHORT else 200

    def writer(n):
        db = sqlite3.connect(d + "/db", timeout=60)
        for i in range(rows):
            with db:
                db.execute("insert into t values (?, ?)", (n, i))
        db.close()

    db = sqlite3.connect(d + "/db")
    db.execute("create table t (writer int, row int)")
    db.commit()
    db.close()
    together(lambda: writer(1), lambda: writer(2))
    db = sqlite3.connect(d + "/db")
    eq("integrity", db.execute("pragma integrity_check").fetchone(), ("ok",))
    eq("rows", db.execute("select count(*), sum(row) from t").fetchone(), (2 * rows, rows * (rows - 1)))
    db.close()
