"""Reading directories: complete, without doubles, with positions that hold while names come and go."""
import ctypes
import os
import stat
import struct

from contract.core import KINDS, case, in_child, make, opened, put, sys

libc = ctypes.CDLL(None, use_errno=True)
libc.opendir.restype = libc.readdir.restype = ctypes.c_void_p
libc.telldir.restype = ctypes.c_long


class Stream:
    """A directory stream of the C library."""

    def __init__(self, path):
        self.d = ctypes.c_void_p(libc.opendir(os.fsencode(path)))

    def next(self):
        p = libc.readdir(self.d)
        return None if not p else ctypes.string_at(p + 19)

    def rest(self):
        out = []
        while True:
            n = self.next()
            if n is None:
                return out
            out.append(n)

    def tell(self):
        return libc.telldir(self.d)

    def seek(self, where):
        libc.seekdir(self.d, ctypes.c_long(where))

    def rewind(self):
        libc.rewinddir(self.d)

    def close(self):
        libc.closedir(self.d)


def getdents(fd, size=65536):
    """Entries of one call: (inode, offset, type, name)."""
    b = ctypes.create_string_buffer(size)
    n, at, out = sys("getdents64", fd, b, size), 0, []
    while at < n:
        ino, off, length, kind = struct.unpack_from("QqHB", b.raw, at)
        out.append((ino, off, kind, b.raw[at + 19:at + length].split(b"\0")[0]))
        at += length
    return out


def fill(n, width=0):
    os.mkdir("d")
    names = [b"%05d" % i + b"x" * width for i in range(n)]
    for i, name in enumerate(names):
        os.close(os.open(b"d/" + name, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    return names


@case((0, 1, 2, 10, 100, 1000), (0, 240))
def complete(t, n, width):
    names = fill(n, width)
    dots = [b".", b".."]
    t.eq("listdir", sorted(os.listdir(b"d")) == names, True)
    with opened("d") as fd:
        seen = []
        for size in (4096, 600, 65536):
            os.lseek(fd, 0, 0)
            seen = []
            while True:
                part = getdents(fd, size)
                if not part:
                    break
                seen += part
            t.eq("getdents of %d" % size, sorted(e[3] for e in seen) == sorted(names + dots), True)
        t.eq("at the end", getdents(fd), [])
        inodes = {e[3]: e[0] for e in seen}
        some = names[::max(1, n // 20)]
        t.eq("inodes", [inodes[x] for x in some], [os.lstat(b"d/" + x).st_ino for x in some])
        t.eq("dot", (inodes[b"."], inodes[b".."]), (os.stat("d").st_ino, os.stat(".").st_ino))


@case()
def types(t):
    os.mkdir("d")
    for kind in KINDS:
        make(kind, "d/" + kind)
    wanted = {"regular": 8, "dir": 4, "fifo": 1, "block": 6, "char": 2, "socket": 12, "symlink": 10}
    with opened("d") as fd:
        entries = {e[3].decode(): e[2] for e in getdents(fd)}
    for kind in KINDS:
        t.eq(kind, entries[kind], wanted[kind])
    t.eq("dot", entries["."], 4)


@case((10, 300, 2000))
def positions(t, n):
    fill(n)
    s = Stream("d")
    order, where = [], []
    while True:
        at = s.tell()
        name = s.next()
        if name is None:
            break
        order.append(name)
        where.append(at)
    t.eq("count", len(order), n + 2)
    t.eq("positions differ", len(set(where)), len(where))
    for i in list(range(0, len(order), max(1, n // 30))) + [len(order) - 1]:
        s.seek(where[i])
        t.eq("entry at %d" % i, s.next(), order[i])
        t.eq("rest after %d" % i, len(s.rest()), len(order) - i - 1)
    s.rewind()
    t.eq("rewound", s.rest() == order, True)
    s.close()


@case((10, 700))
def unlinking_while_reading(t, n):
    names = fill(n)
    s, seen = Stream("d"), []
    while True:
        name = s.next()
        if name is None:
            break
        if name not in (b".", b".."):
            os.unlink(b"d/" + name)
            seen.append(name)
    s.close()
    t.eq("each once", sorted(seen) == names, True)
    t.eq("empty", os.listdir("d"), [])
    t.works("rmdir", os.rmdir, "d")


@case((10, 700))
def unlinking_by_batches(t, n):
    """As rm -r does: read a batch, remove it, go on."""
    fill(n)
    with opened("d") as fd:
        rounds = 0
        while True:
            part = [e[3] for e in getdents(fd, 2000)]
            if not part:
                break
            rounds += 1
            for name in part:
                if name not in (b".", b".."):
                    os.unlink(b"d/" + name)
    t.eq("empty", os.listdir("d"), [])
    t.true("rounds", rounds >= 1)


@case((10, 500))
def creating_while_reading(t, n):
    """What was there all the time is told once; what is new may be told or not, but never twice."""
    names = fill(n)
    s, seen, made = Stream("d"), [], 0
    while made < 5 * n:
        name = s.next()
        if name is None:
            break
        seen.append(name)
        os.close(os.open("d/new%d" % made, os.O_CREAT | os.O_WRONLY))
        made += 1
    s.close()
    old = [x for x in seen if x in set(names)]
    t.eq("old ones once", sorted(old) == names, True)
    t.eq("no doubles", len(seen), len(set(seen)))


@case((10, 500))
def renaming_while_reading(t, n):
    names = fill(n)
    s, seen = Stream("d"), []
    for _ in range(4 * n + 10):
        name = s.next()
        if name is None:
            break
        seen.append(name)
        if name in names and names.index(name) % 2:
            os.rename(b"d/" + name, b"d/r" + name)
    kept = names[::2]
    t.eq("untouched ones once", sorted(x for x in seen if x in set(kept)) == kept, True)
    s.close()


@case()
def rewinding_sees_changes(t):
    fill(5)
    s = Stream("d")
    s.rest()
    put("d/new")
    os.unlink("d/00000")
    s.rewind()
    t.eq("after rewind", sorted(s.rest()), [b".", b"..", b"00001", b"00002", b"00003", b"00004", b"new"])
    s.close()
    with opened("d") as fd:
        getdents(fd)
        os.mkdir("d/sub")
        os.lseek(fd, 0, 0)
        t.true("lseek to 0", b"sub" in [e[3] for e in getdents(fd)])


@case()
def an_open_one_sees_changes(t):
    """A stream opened before a change and read after it."""
    fill(3)
    s = Stream("d")
    put("d/new")
    t.eq("listing", b"new" in s.rest(), True)
    s.close()


@case()
def streams_are_apart(t):
    names = fill(100)
    a, b = Stream("d"), Stream("d")
    first = [a.next() for _ in range(50)]
    t.eq("the other from its start", len(b.rest()), 102)
    t.eq("the first goes on", sorted(x for x in first + a.rest() if x[:1] != b".") == names, True)
    a.close()
    b.close()


@case()
def small_buffers(t):
    fill(3, 240)
    with opened("d") as fd:
        t.fails("too small for an entry", "EINVAL", getdents, fd, 10)
        t.fails("bad address", "EFAULT", sys, "getdents64", fd, ctypes.c_void_p(1 << 60), 4096)
    put("f")
    with opened("f") as fd:
        t.fails("of a file", "ENOTDIR", getdents, fd)
    t.fails("opendir of a file", "ENOTDIR", os.listdir, "f")


@case()
def between_processes(t):
    fill(10)
    t.eq("child", in_child(lambda: (put("d/child"), len(os.listdir("d")))[1]), 11)
    t.eq("parent", "child" in os.listdir("d"), True)
    in_child(lambda: os.unlink("d/child"))
    t.eq("gone", "child" in os.listdir("d"), False)


@case(seconds=120)
def thousands(t):
    os.mkdir("d")
    with opened("d") as fd:
        for i in range(3000):
            os.mknod("n%d" % i, stat.S_IFREG | 0o600, dir_fd=fd)
    listed = os.listdir("d")
    t.eq("count", (len(listed), len(set(listed))), (3000, 3000))
    with opened("d") as fd:
        for i in range(3000):
            os.unlink("n%d" % i, dir_fd=fd)
    t.eq("empty", os.listdir("d"), [])


@case()
def sizes_and_links(t):
    fill(0)
    for i in range(50):
        os.mkdir("d/s%d" % i)
    t.eq("links", os.stat("d").st_nlink, 52)
    t.true("size", os.stat("d").st_size >= 0)
    t.eq(".. of one", os.stat("d/s7/..").st_ino, os.stat("d").st_ino)
