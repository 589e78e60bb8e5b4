"""Torture steps on names, links, metadata and permissions."""
import ctypes
import os
import shutil
import socket
import stat
import time

import steps
from steps import Child, eq, fails, get, libc, put, step, together, true

RENAME_NOREPLACE, RENAME_EXCHANGE, AT_FDCWD = 1, 2, -100


@step
def hard_links(d):
    f = put(d + "/f", b"one")
    os.mkdir(d + "/sub")
    os.link(f, d + "/g")
    os.link(d + "/g", d + "/sub/h")
    a, b, c = (os.stat(d + "/" + n) for n in ("f", "g", "sub/h"))
    eq("nlink", (a.st_nlink, b.st_nlink, c.st_nlink), (3, 3, 3))
    eq("inode", (b.st_ino, c.st_ino), (a.st_ino, a.st_ino))
    put(d + "/sub/h", b"changed")
    eq("content", get(f), b"changed")
    os.unlink(d + "/g")
    eq("nlink after unlink", os.stat(f).st_nlink, 2)
    with fails("EEXIST"):
        os.link(f, d + "/sub/h")
    with fails("EPERM"):
        os.link(d + "/sub", d + "/dirlink")


@step
def symlinks(d):
    put(d + "/f", b"x")
    for name, target in (("rel", "f"), ("dangling", "../no/where"), ("long", "t" * 1000), ("max", "u" * 4095)):
        os.symlink(target, d + "/" + name)
        eq(name, os.readlink(d + "/" + name), target)
        eq(name + " size", os.lstat(d + "/" + name).st_size, len(target))
    eq("followed", get(d + "/rel"), b"x")
    with fails("ENOENT"):
        os.stat(d + "/dangling")
    with fails("EINVAL"):
        os.readlink(d + "/f")
    with fails("EEXIST"):
        os.symlink("f", d + "/rel")
    os.symlink(b"\xff\xfe", os.fsencode(d) + b"/bytes")
    eq("bytes", os.readlink(os.fsencode(d) + b"/bytes"), b"\xff\xfe")


@step
def chmod_chown(d):
    f, sub = put(d + "/f", b""), d + "/sub"
    os.mkdir(sub)
    for mode in (0o4755, 0o2755, 0o1777, 0o6711, 0o7777, 0, 0o640):
        for p in (f, sub):
            os.chmod(p, mode)
            eq("mode of " + p, stat.S_IMODE(os.stat(p).st_mode), mode)
    for p in (f, sub):
        os.chown(p, 1001, 1002)
        os.chown(p, -1, 1003)
        eq("owner of " + p, (os.stat(p).st_uid, os.stat(p).st_gid), (1001, 1003))
    os.symlink("f", d + "/l")
    os.lchown(d + "/l", 7, 8)
    eq("owner of a symlink", (os.lstat(d + "/l").st_uid, os.stat(f).st_uid), (7, 1001))
    os.chmod(f, 0o6755)
    os.chown(f, 1, 1)
    eq("chown drops setuid, setgid", stat.S_IMODE(os.stat(f).st_mode), 0o755)


@step
def setgid_directory(d):
    os.chown(d, 0, 1005)
    os.chmod(d, 0o2775)
    put(d + "/f", b"")
    os.mkdir(d + "/sub")
    eq("group of a file", os.stat(d + "/f").st_gid, 1005)
    eq("group of a directory", os.stat(d + "/sub").st_gid, 1005)
    true("setgid is inherited", os.stat(d + "/sub").st_mode & stat.S_ISGID)


@step
def rename(d):
    put(d + "/a", b"a")
    put(d + "/b", b"b")
    ino = os.stat(d + "/a").st_ino
    os.rename(d + "/a", d + "/b")
    eq("over a file", (get(d + "/b"), os.path.exists(d + "/a"), os.stat(d + "/b").st_ino), (b"a", False, ino))
    for n in ("full", "empty", "other"):
        os.mkdir(d + "/" + n)
    put(d + "/full/x", b"x")
    os.rename(d + "/full", d + "/empty")
    eq("over an empty directory", get(d + "/empty/x"), b"x")
    with fails("ENOTEMPTY", "EEXIST"):
        os.rename(d + "/other", d + "/empty")
    with fails("EISDIR"):
        os.rename(d + "/b", d + "/other")
    with fails("ENOTDIR"):
        os.rename(d + "/other", d + "/b")
    with fails("EINVAL"):
        os.rename(d + "/empty", d + "/empty/inside")
    os.rename(d + "/b", d + "/other/c")
    eq("across directories", get(d + "/other/c"), b"a")
    os.rename(d + "/empty", d + "/other/moved")
    eq("a directory across directories", get(d + "/other/moved/x"), b"x")
    eq("..", os.stat(d + "/other/moved/..").st_ino, os.stat(d + "/other").st_ino)
    os.link(d + "/other/c", d + "/other/c2")
    os.rename(d + "/other/c", d + "/other/c2")
    eq("over a hard link of itself", sorted(os.listdir(d + "/other")), ["c", "c2", "moved"])


@step
def rename_over_link(d):
    os.link(put(d + "/a", b"a"), d + "/b")
    eq("links", os.stat(d + "/a").st_nlink, 2)
    os.rename(put(d + "/v", b"v"), d + "/b")
    eq("content", (get(d + "/a"), get(d + "/b")), (b"a", b"v"))
    eq("links left", os.stat(d + "/a").st_nlink, 1)


@step
def rename_flags(d):
    a, b = (os.fsencode(put(d + "/" + n, n.encode())) for n in "ab")
    with fails("EEXIST"):
        libc("renameat2", AT_FDCWD, a, AT_FDCWD, b, RENAME_NOREPLACE)
    libc("renameat2", AT_FDCWD, a, AT_FDCWD, os.fsencode(d) + b"/c", RENAME_NOREPLACE)
    eq("moved", sorted(os.listdir(d)), ["b", "c"])


@step
def xattrs(d):
    f = put(d + "/f", b"")
    os.mkdir(d + "/sub")
    os.symlink("f", d + "/l")
    for p in (f, d + "/sub"):
        for key in ("user.k", "trusted.k", "security.k"):
            for size in (0, 1, 100, 1000):
                value = bytes(range(256)) * 4
                os.setxattr(p, key, value[:size])
                eq(key, os.getxattr(p, key), value[:size])
            true("listed", key in os.listxattr(p))
            os.removexattr(p, key)
            true("not listed", key not in os.listxattr(p))
            with fails("ENODATA"):
                os.getxattr(p, key)
            with fails("ENODATA"):
                os.removexattr(p, key)
    os.setxattr(d + "/l", "trusted.k", b"of the link", follow_symlinks=False)
    eq("of a symlink", os.getxattr(d + "/l", "trusted.k", follow_symlinks=False), b"of the link")
    with fails("EPERM"):
        os.setxattr(d + "/l", "user.k", b"", follow_symlinks=False)


@step
def xattr_limits(d):
    f = put(d + "/f", b"")
    os.setxattr(f, "user.k", b"12345")
    raw, buffer = os.fsencode(f), ctypes.create_string_buffer(4096)
    eq("size probe", libc("getxattr", raw, b"user.k", None, 0), 5)
    with fails("ERANGE"):
        libc("getxattr", raw, b"user.k", buffer, 4)
    eq("exact buffer", libc("getxattr", raw, b"user.k", buffer, 5), 5)
    size = libc("listxattr", raw, None, 0)
    eq("list", libc("listxattr", raw, buffer, size), size)
    with fails("ERANGE"):
        libc("listxattr", raw, buffer, size - 1)
    with fails("EEXIST"):
        os.setxattr(f, "user.k", b"", os.XATTR_CREATE)
    with fails("ENODATA"):
        os.setxattr(f, "user.none", b"", os.XATTR_REPLACE)
    os.setxattr(f, "user.k", b"new", os.XATTR_REPLACE)
    os.setxattr(f, "user.new", b"", os.XATTR_CREATE)
    eq("replaced", os.getxattr(f, "user.k"), b"new")
    name = "user." + "n" * 250
    os.setxattr(f, name, b"long name")
    eq("long name", os.getxattr(f, name), b"long name")
    with fails("ERANGE"):
        os.setxattr(f, name + "n", b"")
    with fails("E2BIG"):
        os.setxattr(f, "user.big", b"x" * 65537)
    with fails("EOPNOTSUPP"):
        os.setxattr(f, "nonamespace", b"")


@step
def special_files(d):
    fifo, chardev, block = d + "/fifo", d + "/chr", d + "/blk"
    os.mkfifo(fifo, 0o640)
    os.mknod(chardev, 0o600 | stat.S_IFCHR, os.makedev(5, 1))
    os.mknod(block, 0o660 | stat.S_IFBLK, os.makedev(259, 70000))
    with socket.socket(socket.AF_UNIX) as s:
        here = os.getcwd()
        os.chdir(d)
        s.bind("sock")
        os.chdir(here)
    st = [os.stat(d + "/" + n) for n in ("fifo", "chr", "blk", "sock")]
    eq("types", [stat.S_IFMT(s.st_mode) for s in st], [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
    eq("devices", (st[1].st_rdev, st[2].st_rdev), (os.makedev(5, 1), os.makedev(259, 70000)))
    eq("modes", [stat.S_IMODE(s.st_mode) for s in st[:3]], [0o640, 0o600, 0o640])
    writer = Child(put_existing, fifo, b"through the fifo")
    eq("fifo", get(fifo), b"through the fifo")
    writer.join()


def put_existing(path, data):
    with open(path, "wb", buffering=0) as f:
        f.write(data)


@step
def many_names(d):
    raw = os.fsencode(d)
    names = [b"%04d" % i for i in range(5000 if not steps.SHORT else 2000)]
    names += [b"%03d" % i + b"x" * 252 for i in range(50)]
    names += [("日本語-üñí-😀-%d" % i).encode() for i in range(50)]
    names += [b"bad\xff\xfe\x80%d" % i for i in range(50)] + [b" ", b"\n", b"\\", b"*", b"...", b"-rf", b"\x01"]
    for n in names:
        os.close(os.open(raw + b"/" + n, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for _ in range(2):
        listed = os.listdir(raw)
        eq("count", len(listed), len(names))
        eq("names", sorted(listed), sorted(names))
    with os.scandir(raw) as entries:
        for i, e in enumerate(entries):
            true("type of %r" % e.name, e.is_file(follow_symlinks=False))
            if i % 50 == 0:
                eq("inode of %r" % e.name, e.inode(), os.lstat(e.path).st_ino)
            os.unlink(e.path)
    eq("unlinked while reading", os.listdir(raw), [])


@step
def errnos(d):
    f = put(d + "/f", b"")
    os.mkdir(d + "/sub")
    put(d + "/sub/x", b"")
    os.symlink("loop", d + "/loop")
    put(d + "/" + "n" * 255, b"")
    for call in (os.mkdir, os.stat, lambda p: put(p, b""), lambda p: os.symlink("t", p), lambda p: os.rename(f, p)):
        with fails("ENAMETOOLONG"):
            call(d + "/" + "n" * 256)
    with fails("ENOTEMPTY"):
        os.rmdir(d + "/sub")
    for call in (os.mkdir, lambda p: os.open(p, os.O_CREAT | os.O_EXCL), os.mkfifo):
        with fails("EEXIST"):
            call(f)
    for call in (os.stat, os.unlink, os.rmdir, os.listdir, lambda p: os.rename(p, f), lambda p: os.open(p, 0)):
        with fails("ENOENT"):
            call(d + "/none")
    with fails("ENOENT"):
        os.mkdir(d + "/none/sub")
    with fails("EISDIR"):
        os.open(d + "/sub", os.O_WRONLY)
    with fails("EISDIR", "EPERM"):
        os.unlink(d + "/sub")
    for call in (os.rmdir, os.listdir, lambda p: os.stat(p + "/x"), lambda p: os.mkdir(p + "/x")):
        with fails("ENOTDIR"):
            call(f)
    with fails("ELOOP"):
        os.stat(d + "/loop")
    with fails("ELOOP"):
        os.open(d + "/loop", os.O_RDONLY | os.O_NOFOLLOW)
    with fails("EINVAL"):
        os.truncate(f, -1)
    with fails("EXDEV"):
        os.rename(f, "/dev/shm/exdev-%d" % os.getpid())


@step
def deep_path(d):
    """A path of 4,095 bytes below the root of the volume, made and used with relative names."""
    name, depth = "d" * 99, 0
    os.chdir(d)
    while depth + 100 <= 4095 - 96:
        os.mkdir(name)
        os.chdir(name)
        depth += 100
    last = "f" * (4095 - depth)
    put(last, b"deep")
    eq("content", get(last), b"deep")
    os.rename(last, last[1:] + "g")
    eq("listing", os.listdir("."), [last[1:] + "g"])
    os.chdir(d)
    shutil.rmtree(name)


@step
def stamps(d):
    f = put(d + "/f", b"")
    os.mkdir(d + "/sub")
    for p in (f, d + "/sub"):
        for a, m in ((1_000_000_000_123_456_789, 981_173_106_000_000_001), (0, 1), (4_000_000_000_999_999_999, 5)):
            os.utime(p, ns=(a, m))
            eq("utimens", (os.stat(p).st_atime_ns, os.stat(p).st_mtime_ns), (a, m))
    os.symlink("f", d + "/l")
    os.utime(d + "/l", ns=(7, 8), follow_symlinks=False)
    eq("of a symlink", (os.lstat(d + "/l").st_atime_ns, os.lstat(d + "/l").st_mtime_ns), (7, 8))
    os.utime(f, ns=(5, 6))
    put(f, b"data")
    true("a write moves mtime", abs(os.stat(f).st_mtime - time.time()) < 60)
    os.utime(d + "/sub", ns=(5, 6))
    put(d + "/sub/x", b"")
    moved = os.stat(d + "/sub").st_mtime_ns
    true("a create moves the parent's mtime", moved > 6)
    os.unlink(d + "/sub/x")
    true("an unlink moves it on", os.stat(d + "/sub").st_mtime_ns > moved)
    before = os.stat(f)
    os.chmod(f, 0o600)
    after = os.stat(f)
    eq("chmod leaves mtime", after.st_mtime_ns, before.st_mtime_ns)
    true("chmod moves ctime", after.st_ctime_ns > before.st_ctime_ns)


@step
def statvfs(d):
    v = os.statvfs(d)
    true("blocks", v.f_bsize >= 512 and v.f_blocks > 0 and 0 < v.f_bavail <= v.f_bfree <= v.f_blocks)
    true("files", v.f_files >= v.f_ffree)
    eq("name length", v.f_namemax, 255)


def become(uid, gid, *groups):
    os.setgroups(groups)
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


@step
def other_users(d):
    os.chmod(d, 0o755)
    private, shared, pool, closed = put(d + "/private", b"", 0o600), d + "/shared", d + "/pool", d + "/closed"
    put(shared, b"for the group")
    os.chown(shared, 0, 5555)
    os.chmod(shared, 0o640)
    for p, mode in ((pool, 0o1777), (closed, 0o700)):
        os.mkdir(p)
        os.chmod(p, mode)
    put(closed + "/x", b"")
    put(pool + "/of-root", b"")

    def stranger():
        become(2001, 2001)
        for call in (lambda: get(private), lambda: get(shared), lambda: get(closed + "/x"),
                     lambda: os.listdir(closed), lambda: put(d + "/new", b"")):
            with fails("EACCES"):
                call()
        for call in (lambda: os.chmod(private, 0o777), lambda: os.chown(private, 2001, 2001),
                     lambda: os.utime(private, ns=(1, 1))):
            with fails("EPERM"):
                call()
        with fails("EPERM", "EACCES"):
            os.unlink(pool + "/of-root")
        with fails("EPERM", "EACCES"):
            os.setxattr(put(pool + "/mine", b"m"), "trusted.k", b"")
        st = os.stat(pool + "/mine")
        eq("owner of what is created", (st.st_uid, st.st_gid), (2001, 2001))
        os.chmod(pool + "/mine", 0o444)
        with fails("EACCES"):
            os.open(pool + "/mine", os.O_WRONLY)
        os.unlink(pool + "/mine")

    def member():
        become(2002, 2002, *range(6000, 6020), 5555)
        eq("through a supplementary group", get(shared), b"for the group")
        with fails("EACCES"):
            os.open(shared, os.O_WRONLY)

    Child(stranger).join()
    Child(member).join()


@step
def exclusive_create_races(d):
    rounds = 50 if steps.SHORT else 300

    def racer(number):
        for i in range(rounds):
            try:
                os.close(os.open("%s/r%d" % (d, i), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                os.mkdir("%s/won-%d-%d" % (d, i, number))
            except FileExistsError:
                pass

    together(*(lambda n=n: racer(n) for n in range(4)))
    winners = sorted(n.split("-")[1] for n in os.listdir(d) if n.startswith("won"))
    eq("exactly one winner each", winners, sorted(str(i) for i in range(rounds)))
