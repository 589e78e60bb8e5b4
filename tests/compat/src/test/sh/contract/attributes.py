"""chmod, chown, utimensat, stat, statx, statfs."""
import ctypes
import os
import stat
import struct

from contract.core import (FORMATS, KINDS, NO_LINKS, Times, case, in_child, make, mode, opened, put, sys, tick, times,
                           user)

OWNER, GROUP, OTHER = 65501, 65502, 65503
NOW, OMIT = (1 << 30) - 1, (1 << 30) - 2
SPECIAL_MODES = (0o4755, 0o2755, 0o6755, 0o7777, 0o2745, 0o4711, 0o2644, 0o1755)


def utimens(path, a, m, flags=0):
    sys("utimensat", -100, path, struct.pack("qqqq", *a, *m), flags)


@case(NO_LINKS, (0, 0o111, 0o644, 0o777, 0o1777, 0o2777, 0o4777, 0o7777, 0o2644))
def chmod(t, kind, bits):
    make(kind, "x", 0o640)
    put("f")
    os.symlink("x", "l")
    watch = Times(t, x="x", l="l", top=".")
    os.chmod("x", bits)
    watch.after(x="c", l="", top="")
    t.eq("mode", mode("x"), bits)
    t.eq("type", stat.S_IFMT(os.stat("x").st_mode), FORMATS[kind])
    os.chmod("x", 0o600)
    os.chmod("l", bits)
    t.eq("through a link", (mode("x"), mode("l")), (bits, 0o777))
    if kind in ("regular", "dir"):
        with opened("x") as fd:
            os.fchmod(fd, 0o612)
            t.eq("fchmod", (mode("x"), stat.S_IMODE(os.fstat(fd).st_mode)), (0o612, 0o612))
    sys("fchmodat", -100, "x", 0o621)
    t.eq("fchmodat", mode("x"), 0o621)
    sys("chmod", "x", 0o100000 | 0o604)
    t.eq("type bits do not count", mode("x"), 0o604)


@case(KINDS, ((OWNER, GROUP), (OWNER, -1), (-1, GROUP), (0, 0), (4294967294, 4294967294), (-1, -1)))
def chown(t, kind, ids):
    make(kind, "x")
    os.lchown("x", 7, 8)
    expected = tuple(old if new == -1 else new for old, new in zip((7, 8), ids))
    watch = Times(t, x="x", top=".")
    os.lchown("x", *ids)
    # Local Linux file systems move ctime even when neither is given; POSIX leaves it open.
    watch.after(x="c" if ids != (-1, -1) else "?", top="")
    t.eq("owner", (os.lstat("x").st_uid, os.lstat("x").st_gid), expected)
    if kind != "symlink":
        os.symlink("x", "l")
        os.chown("l", 9, 10)
        t.eq("through a link", [(s.st_uid, s.st_gid) for s in (os.stat("x"), os.lstat("l"))], [(9, 10), (0, 0)])


@case(("regular", "dir"), SPECIAL_MODES, ("root", "owner"))
def special_bits_after_chown(t, kind, bits, who):
    make(kind, "x")
    os.chown("x", OWNER, GROUP)
    for label, ids in (("group", (-1, 65520)), ("nothing", (-1, -1)), ("both", (OWNER, GROUP)), ("user", (OWNER, -1))):
        os.chmod("x", bits)
        if who == "root":
            os.chown("x", *ids)
        else:
            with user(OWNER, GROUP, 65520):
                os.chown("x", *ids)
        # Files lose setuid, and setgid when group-executable; Linux does so for root too. Directories lose nothing.
        expected = bits
        if kind == "regular":
            expected &= ~0o4000
            # setgid without group execution is the mark of mandatory locks: only members of the group keep it
            if bits & 0o010:
                expected &= ~0o2000
        if kind == "regular" and bits & 0o2010 == 0o2000 and who == "owner":
            t.true("after " + label, mode("x") in (expected, expected & ~0o2000), oct(mode("x")))
        else:
            t.eq("after " + label, oct(mode("x")), oct(expected))


def privileged_write(fd):
    os.write(fd, b"x")


def by_ftruncate(fd):
    os.ftruncate(fd, 2)


def by_pwritev(fd):
    os.pwritev(fd, [b"a", b"b"], 1)


def by_fallocate(fd):
    sys("fallocate", fd, 0, 0, 100)


def by_copy_range(fd):
    with opened("source") as s:
        os.copy_file_range(s, fd, 3)


def by_truncate(fd):
    os.truncate("x", 3)


def by_open_trunc(fd):
    os.close(os.open("x", os.O_WRONLY | os.O_TRUNC))


def by_mapping(fd):
    import mmap
    with mmap.mmap(fd, 5) as m:
        m[0:2] = b"mm"
        m.flush()


@case((privileged_write, by_pwritev, by_ftruncate, by_truncate, by_open_trunc, by_fallocate, by_copy_range),
      SPECIAL_MODES + (0o6644, 0o6666), ("root", "owner", "other"))
def special_bits_after_change(t, change, bits, who):
    """Changed content: setuid goes, setgid goes with group execution; for root they stay."""
    put("source", b"source", 0o666)
    put("x", b"content")
    os.chown("x", OWNER, GROUP)
    os.chmod(".", 0o777)
    os.chmod("x", bits | 0o666)
    ids = {"root": (0, 0), "owner": (OWNER, GROUP), "other": (OTHER, OTHER)}[who]
    with user(*ids), opened("x", os.O_RDWR) as fd:
        change(fd)
        expected = bits | 0o666
        if who != "root":
            expected &= ~0o4000
            if expected & 0o010:
                expected &= ~0o2000
        same = {oct(expected)} if not (who == "other" and bits & 0o2010 == 0o2000) else {
            oct(expected), oct(expected & ~0o2000)}
        t.true("fstat", oct(stat.S_IMODE(os.fstat(fd).st_mode)) in same, oct(stat.S_IMODE(os.fstat(fd).st_mode)))
        t.true("stat", oct(mode("x")) in same, (oct(mode("x")), same))


@case(KINDS)
def set_times(t, kind):
    make(kind, "x")
    flags = 0x100 if kind == "symlink" else 0
    for a, m in (((1, 0), (2, 0)), ((0, 1), (0, 999999999)), ((1 << 31, 5), ((1 << 31) + 1, 6)), ((1 << 32, 5), (7, 7)),
                 ((4000000000, 123456789), (981173106, 1)), ((0, 0), (0, 0))):
        before = times("x")["ctime"]
        tick()
        utimens("x", a, m, flags)
        st = os.lstat("x")
        t.eq("atime %d.%d" % a, st.st_atime_ns, a[0] * 10 ** 9 + a[1])
        t.eq("mtime %d.%d" % m, st.st_mtime_ns, m[0] * 10 ** 9 + m[1])
        t.true("ctime moves", st.st_ctime_ns > before)


@case(KINDS)
def negative_times(t, kind):
    make(kind, "x")
    utimens("x", (-1000, 5), (-1, 0), 0x100)
    st = os.lstat("x")
    t.eq("before 1970", (st.st_atime_ns, st.st_mtime_ns), (-1000 * 10 ** 9 + 5, -10 ** 9))


@case(KINDS)
def set_one_time(t, kind):
    make(kind, "x")
    flags = 0x100
    utimens("x", (5, 6), (7, 8), flags)
    utimens("x", (0, OMIT), (9, 1), flags)
    st = os.lstat("x")
    t.eq("mtime only", (st.st_atime_ns, st.st_mtime_ns), (5 * 10 ** 9 + 6, 9 * 10 ** 9 + 1))
    utimens("x", (11, 1), (0, OMIT), flags)
    st = os.lstat("x")
    t.eq("atime only", (st.st_atime_ns, st.st_mtime_ns), (11 * 10 ** 9 + 1, 9 * 10 ** 9 + 1))
    before = times("x")
    tick()
    utimens("x", (0, OMIT), (0, OMIT), flags)
    t.eq("neither", times("x"), before)
    put("clock")
    utimens("x", (0, NOW), (0, OMIT), flags)
    st = os.lstat("x")
    t.true("atime now", st.st_atime_ns > before["ctime"])
    t.eq("mtime omitted", st.st_mtime_ns, before["mtime"])
    tick()
    utimens("x", (3, 3), (0, NOW), flags)
    st2 = os.lstat("x")
    t.eq("atime given", st2.st_atime_ns, 3 * 10 ** 9 + 3)
    t.true("mtime now", st2.st_mtime_ns > st.st_ctime_ns)
    utimens("x", (5, 6), (7, 8), flags)
    tick()
    before = times("x")
    sys("utimensat", -100, "x", None, flags)
    after = times("x")
    t.true("both now", after["atime"] > before["ctime"] and after["mtime"] > before["ctime"])
    t.fails("nanoseconds", "EINVAL", utimens, "x", (0, 10 ** 9), (0, 0), flags)
    t.fails("negative nanoseconds", "EINVAL", utimens, "x", (0, 0), (0, -1), flags)
    with user(OTHER):
        t.works("omitting both is for everybody", utimens, "x", (0, OMIT), (0, OMIT), flags)
        t.fails("one omitted, one now", "EACCES|EPERM", utimens, "x", (0, OMIT), (0, NOW), flags)


@case()
def times_by_descriptor(t):
    put("f")
    os.mkdir("d")
    for n in "fd":
        with opened(n) as fd:
            sys("utimensat", fd, None, struct.pack("qqqq", 1, 2, 3, 4), 0)
            t.eq(n, (os.fstat(fd).st_atime_ns, os.stat(n).st_mtime_ns), (10 ** 9 + 2, 3 * 10 ** 9 + 4))
    with opened("f", os.O_WRONLY) as fd:
        os.write(fd, b"x")
        os.utime(fd, ns=(5, 6))
        t.eq("before close", os.fstat(fd).st_mtime_ns, 6)
    t.eq("after a write and close", (os.stat("f").st_atime_ns, os.stat("f").st_mtime_ns), (5, 6))


@case(("regular", "dir", "fifo"))
def owner_and_writer_of_times(t, kind):
    make(kind, "x", 0o646)
    os.chown("x", OWNER, GROUP)
    with user(OTHER):
        t.works("now by a writer", sys, "utimensat", -100, "x", None, 0)
        t.works("NOW NOW by a writer", utimens, "x", (0, NOW), (0, NOW))
        t.fails("given by a writer", "EPERM", utimens, "x", (1, 1), (1, 1))
        t.fails("half given by a writer", "EPERM", utimens, "x", (1, 1), (0, NOW))
        t.fails("half omitted by a writer", "EPERM", utimens, "x", (0, OMIT), (0, NOW))
    os.chmod("x", 0o444)
    with user(OWNER):
        t.works("by an owner who may not write", utimens, "x", (1, 1), (2, 2))
        t.works("now by him", sys, "utimensat", -100, "x", None, 0)
    with user(OTHER):
        t.fails("now by a stranger", "EACCES", sys, "utimensat", -100, "x", None, 0)


STATX = struct.Struct("<IIQIIIHHQQQQ qII qII qII qII IIIIQII")


def statx(path, flags=0, mask=0x7FF):
    b = ctypes.create_string_buffer(256)
    sys("statx", -100, path, flags, mask, b)
    v = STATX.unpack_from(b.raw)
    names = ("mask", "blksize", "attributes", "nlink", "uid", "gid", "mode", "pad", "ino", "size", "blocks", "amask")
    r = dict(zip(names, v))
    for i, n in enumerate(("atime", "btime", "ctime", "mtime")):
        r[n] = v[12 + 3 * i] * 10 ** 9 + v[13 + 3 * i]
    return r


@case(KINDS, (0, 0x2000, 0x4000))
def statx_is_stat(t, kind, sync):
    make(kind, "x")
    st, sx = os.lstat("x"), statx("x", 0x100 | sync)
    t.eq("basic fields", sx["mask"] & 0x7FF, 0x7FF)
    t.eq("values", [sx[n] for n in ("nlink", "uid", "gid", "mode", "ino", "size", "blocks", "blksize")],
         [st.st_nlink, st.st_uid, st.st_gid, st.st_mode, st.st_ino, st.st_size, st.st_blocks, st.st_blksize])
    t.eq("times", [sx[n] for n in ("atime", "mtime", "ctime")], [st.st_atime_ns, st.st_mtime_ns, st.st_ctime_ns])


@case()
def stat_of_everything(t):
    for kind in KINDS:
        make(kind, kind)
    inodes = {os.lstat(k).st_ino for k in KINDS}
    t.eq("inodes differ", len(inodes), len(KINDS))
    for kind in KINDS:
        a = os.lstat(kind)
        t.eq("again " + kind, os.lstat(kind), a)
        with opened(kind, os.O_PATH | os.O_NOFOLLOW) as fd:
            t.eq("by O_PATH " + kind, (os.fstat(fd).st_ino, os.fstat(fd).st_mode), (a.st_ino, a.st_mode))
    put("f", b"x" * 10000)
    st = os.stat("f")
    t.true("blocks", 10000 <= st.st_blocks * 512 <= 65536, st.st_blocks)
    t.true("block size", st.st_blksize in [1 << n for n in range(9, 23)], st.st_blksize)


@case()
def statfs(t):
    v = os.statvfs(".")
    t.true("blocks", 0 < v.f_bfree <= v.f_blocks)
    t.true("available", v.f_bavail <= v.f_bfree)
    t.true("files", v.f_ffree <= v.f_files)
    t.eq("name length", v.f_namemax, 255)
    t.true("sizes", v.f_bsize >= 512 and v.f_frsize >= 512)
    put("f")
    with opened("f") as fd:
        w = os.fstatvfs(fd)
        t.eq("by descriptor", (w.f_blocks, w.f_namemax), (v.f_blocks, v.f_namemax))
    t.eq("pathconf", (os.pathconf(".", "PC_NAME_MAX"), os.pathconf("f", "PC_PATH_MAX")), (255, 4096))
    t.true("PC_LINK_MAX", os.pathconf(".", "PC_LINK_MAX") >= 8)
    t.eq("PC_CHOWN_RESTRICTED", os.pathconf(".", "PC_CHOWN_RESTRICTED"), 1)
    t.eq("PC_NO_TRUNC", os.pathconf(".", "PC_NO_TRUNC"), 1)
    os.truncate("f", 0)
    with opened("f", os.O_RDWR) as fd:
        os.posix_fallocate(fd, 0, 8 << 20)
        os.fsync(fd)
        t.true("less is free", True)


@case(("regular", "dir"))
def attributes_change_at_once(t, kind):
    """No cache of attributes tells what was before, whichever way the object is changed and asked."""
    make(kind, "x")
    with opened("x") as fd:
        for i in range(40):
            bits = 0o700 | (i & 0o77)
            [lambda: os.chmod("x", bits), lambda: os.fchmod(fd, bits)][i % 2]()
            t.eq("mode %d" % i, (stat.S_IMODE(os.stat("x").st_mode), stat.S_IMODE(os.fstat(fd).st_mode)), (bits, bits))
            [lambda: os.chown("x", i, i + 1), lambda: os.fchown(fd, i, i + 1)][i % 2]()
            t.eq("owner %d" % i, [(s.st_uid, s.st_gid) for s in (os.stat("x"), os.fstat(fd))], [(i, i + 1)] * 2)


@case()
def size_changes_at_once(t):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        size = 0
        for i in range(60):
            if i % 3 == 0:
                os.pwrite(fd, b"x" * i, size)
                size += i
            elif i % 3 == 1:
                size = size // 2
                os.ftruncate(fd, size)
            else:
                size = size * 2 + 1
                os.truncate("x", size)
            t.eq("size %d" % i, (os.stat("x").st_size, os.fstat(fd).st_size, os.lseek(fd, 0, 2)), (size,) * 3)


@case()
def between_processes(t):
    put("x", b"1", 0o600)
    os.stat("x")

    def change():
        os.chmod("x", 0o640)
        os.chown("x", 11, 12)
        with open("x", "ab") as f:
            f.write(b"22")
        return os.stat("x").st_size
    t.eq("child", in_child(change), 3)
    st = os.stat("x")
    t.eq("parent", (stat.S_IMODE(st.st_mode), st.st_uid, st.st_gid, st.st_size), (0o640, 11, 12, 3))
