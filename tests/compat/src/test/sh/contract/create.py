"""What new objects look like: type, mode, owner, links, size, device; what their making does to the parent."""
import errno
import os
import socket
import stat

from contract import calls
from contract.core import (FORMATS, KINDS, NO_DIRS, NO_LINKS, Times, case, get, in_child, make, mode, opened, put, sys,
                           tick, times, umask, user)

MASKS = (0, 0o022, 0o077, 0o777, 0o151)
MODES = (0, 0o777, 0o644, 0o755, 0o111, 0o222, 0o444)


def born(kind, path, bits):
    if kind == "dir":
        os.mkdir(path, bits)
    elif kind == "regular":
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, bits))
    else:
        device = {"char": os.makedev(1, 7), "block": os.makedev(7, 1)}.get(kind, 0)
        os.mknod(path, FORMATS[kind] | bits, device)


@case(NO_LINKS, MASKS)
def mode_and_umask(t, kind, mask):
    with umask(mask):
        for bits in MODES:
            name = "x%o" % bits
            born(kind, name, bits)
            st = os.lstat(name)
            t.eq("mode %o" % bits, stat.S_IMODE(st.st_mode), bits & ~mask)
            t.eq("type %o" % bits, stat.S_IFMT(st.st_mode), FORMATS[kind])


@case(NO_LINKS)
def special_bits(t, kind):
    with umask(0):
        for bits in (0o4755, 0o2755, 0o1755, 0o7777):
            name = "x%o" % bits
            born(kind, name, bits)
            # mkdir has no setuid and setgid bits.
            t.eq("mode %o" % bits, mode(name), bits & 0o1777 if kind == "dir" else bits)
            t.eq("mode %o again" % bits, stat.S_IMODE(os.stat(name).st_mode), mode(name))


@case(KINDS)
def fresh_object(t, kind):
    before = os.stat(".")
    tick()
    make(kind, "x")
    st, parent = os.lstat("x"), os.stat(".")
    t.eq("links", st.st_nlink, 2 if kind == "dir" else 1)
    t.eq("owner", (st.st_uid, st.st_gid), (0, 0))
    if kind not in ("dir", "symlink"):
        t.eq("size", st.st_size, 0)
    if kind == "regular":
        t.eq("blocks", st.st_blocks, 0)
    if kind == "symlink":
        t.eq("size", st.st_size, len("target-of-it"))
        t.eq("mode", stat.S_IMODE(st.st_mode), 0o777)
    if kind in ("char", "block"):
        t.eq("device", st.st_rdev, {"char": os.makedev(1, 3), "block": os.makedev(7, 200)}[kind])
    t.true("inode", st.st_ino > 0)
    t.eq("file system", st.st_dev, parent.st_dev)
    t.true("atime is now", st.st_atime_ns > before.st_mtime_ns)
    t.true("mtime is now", st.st_mtime_ns > before.st_mtime_ns)
    t.true("ctime is now", st.st_ctime_ns > before.st_mtime_ns)
    t.eq("links of the parent", parent.st_nlink, before.st_nlink + (kind == "dir"))
    t.true("mtime of the parent", parent.st_mtime_ns > before.st_mtime_ns)
    t.true("ctime of the parent", parent.st_ctime_ns > before.st_ctime_ns)
    t.eq("listing", os.listdir("."), ["x"])
    with os.scandir(".") as entries:
        for e in entries:
            t.eq("inode of the listing", e.inode(), st.st_ino)
            t.eq("type in the listing", (e.is_dir(follow_symlinks=False), e.is_symlink(),
                                         e.is_file(follow_symlinks=False)),
                 (kind == "dir", kind == "symlink", kind == "regular"))


@case(NO_DIRS)
def links(t, kind):
    make(kind, "x")
    os.mkdir("d")
    tick()
    watch = Times(t, x="x", d="d", top=".")
    sys("link", b"x", b"d/y")
    watch.after(x="c", d="mc", top="")
    a, b = os.lstat("x"), os.lstat("d/y")
    t.eq("same object", (a.st_ino, a.st_nlink, a.st_mode, a.st_uid, a.st_rdev),
         (b.st_ino, 2, b.st_mode, b.st_uid, b.st_rdev))
    os.lchown("d/y", 65501, 65502)
    a = os.lstat("x")
    t.eq("owner through the other name", (a.st_uid, a.st_gid), (65501, 65502))
    if kind != "symlink":
        os.chmod("x", 0o201)
        t.eq("mode through the other name", mode("d/y"), 0o201)
    sys("link", b"d/y", b"z")
    t.eq("third", os.lstat("x").st_nlink, 3)
    watch = Times(t, x="d/y", d="d", top=".")
    os.unlink("x")
    watch.after(x="c", d="", top="mc")
    t.eq("two left", (os.lstat("z").st_nlink, os.lstat("d/y").st_nlink), (2, 2))
    os.unlink("z")
    t.eq("one left", os.lstat("d/y").st_nlink, 1)
    t.fails("to a missing directory", "ENOENT", os.link, "d/y", "none/y")
    t.fails("over itself", "EEXIST", sys, "link", b"d/y", b"d/y")


@case()
def links_and_symlinks(t):
    put("f", b"f")
    os.symlink("f", "l")
    sys("linkat", -100, b"l", -100, b"not-followed", 0)
    sys("linkat", -100, b"l", -100, b"followed", 0x400)
    t.eq("not followed", os.readlink("not-followed"), "f")
    t.eq("followed", os.lstat("followed").st_ino, os.lstat("f").st_ino)
    t.eq("links", (os.lstat("l").st_nlink, os.lstat("f").st_nlink), (2, 2))
    t.fails("of a directory", "EPERM", os.link, ".", "d")
    with opened("f") as fd:
        sys("linkat", fd, b"", -100, b"by-fd", 0x1000)
        t.eq("by descriptor", os.fstat(fd).st_nlink, 3)
        sys("linkat", -100, b"/proc/self/fd/%d" % fd, -100, b"by-proc", 0x400)
        t.eq("by /proc", os.fstat(fd).st_nlink, 4)
    with user(65501):
        t.fails("where one may not write", "EACCES|EPERM", os.link, "f", "g")


@case((1, 2, 59, 60, 61, 255, 256, 1000, 1023, 1024, 4094, 4095))
def symlink_targets(t, size):
    target = ("d/" * 2048)[:size - 1] + "e"
    os.symlink(target, "l")
    t.eq("target", os.readlink("l"), target)
    t.eq("size", os.lstat("l").st_size, size)
    buffer = __import__("ctypes").create_string_buffer(5000)
    t.eq("cut", sys("readlink", b"l", buffer, max(1, size - 1)), max(1, size - 1))
    t.eq("exact", sys("readlink", b"l", buffer, size), size)


@case()
def symlink_rules(t):
    t.fails("4096", "ENAMETOOLONG", os.symlink, "t" * 4096, "l")
    t.fails("empty", "ENOENT", os.symlink, "", "l")
    for name, target in (("bytes", b"\xff\xfe\x01"), ("dots", b"../../.."), ("root", b"/"), ("slash", b"a//b/"),
                         ("newline", b"a\nb"), ("space", b" ")):
        os.symlink(target, name)
        t.eq(name, os.readlink(name.encode()), target)
    with umask(0o777):
        os.symlink("x", "masked")
    t.eq("mode", mode("masked"), 0o777)
    for kind in NO_LINKS:
        make(kind, "k-" + kind)
        t.fails("readlink of " + kind, "EINVAL", os.readlink, "k-" + kind)
    os.mkdir("d")
    os.symlink("d", "to-d")
    put("to-d/f", b"x")
    t.eq("through it", os.listdir("d"), ["f"])
    t.eq("type", stat.S_ISLNK(os.lstat("to-d").st_mode), True)
    t.fails("rmdir of it", "ENOTDIR", os.rmdir, "to-d")
    os.unlink("to-d")
    t.eq("target stays", os.listdir("d"), ["f"])
    os.symlink("new", "dangling")
    put("dangling", b"made")
    t.eq("created through a dangling link", get("new"), b"made")
    t.fails("O_EXCL does not follow", "EEXIST", os.open, "dangling", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    before = times("dangling")
    tick()
    os.stat("dangling")
    t.eq("ctime and mtime of a link", (times("dangling")["mtime"], times("dangling")["ctime"]),
         (before["mtime"], before["ctime"]))


@case(list(calls.NEW))
def names_are_bytes(t, call):
    for name in (b"\xff\xfe\x80", b" ", b"\n", b"\\", b"*", b"...", b"..x", b"-rf", b"\x01\x7f", b"a:b", b"%s", b"\"'",
                 "日本語-😀".encode(), b".hidden", b"\xc3"):
        put("other")
        calls.NEW[call](name)
        t.eq("listed %r" % name, name in os.listdir(b"."), True)
        t.works("found %r" % name, os.lstat, name)
        (os.rmdir if call.startswith("mkdir") else os.unlink)(name)
        t.fails("gone %r" % name, "ENOENT", os.lstat, name)


@case()
def case_matters(t):
    put("Name", b"1")
    put("name", b"2")
    t.eq("two", (get("Name"), get("name"), sorted(os.listdir("."))), (b"1", b"2", ["Name", "name"]))
    put("\u00fc", b"composed")
    put("u\u0308", b"decomposed")
    t.eq("no normalisation", (get("\u00fc"), get("u\u0308")), (b"composed", b"decomposed"))


@case((os.makedev(0, 0), os.makedev(1, 3), os.makedev(255, 255), os.makedev(256, 256), os.makedev(259, 70000),
       os.makedev(4095, 1048575)), ("char", "block"))
def device_numbers(t, device, kind):
    os.mknod("x", FORMATS[kind] | 0o600, device)
    st = os.stat("x")
    t.eq("numbers", (os.major(st.st_rdev), os.minor(st.st_rdev)), (os.major(device), os.minor(device)))
    os.link("x", "y")
    os.rename("y", "z")
    t.eq("after link and rename", os.stat("z").st_rdev, device)


@case()
def devices_work(t):
    make("char", "null")
    with open("null", "r+b", buffering=0) as f:
        t.eq("write", f.write(b"x"), 1)
        t.eq("read", f.read(1), b"")
    os.mknod("zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    t.eq("zero", open("zero", "rb").read(3), bytes(3))
    os.mknod("none", stat.S_IFCHR | 0o666, os.makedev(4000, 1))
    t.fails("no driver", "ENXIO", os.open, "none", os.O_RDONLY)


@case()
def fifos_work(t):
    os.mkfifo("p", 0o600)
    t.fails("writer without reader", "ENXIO", os.open, "p", os.O_WRONLY | os.O_NONBLOCK)
    r = os.open("p", os.O_RDONLY | os.O_NONBLOCK)
    w = os.open("p", os.O_WRONLY | os.O_NONBLOCK)
    os.write(w, b"through")
    t.eq("content", os.read(r, 100), b"through")
    t.fails("empty", "EAGAIN", os.read, r, 1)
    os.unlink("p")
    os.write(w, b"still")
    t.eq("after unlink", os.read(r, 100), b"still")
    os.close(w)
    t.eq("end", os.read(r, 1), b"")
    os.close(r)
    os.mkfifo("q")

    def writer():
        put_existing("q", b"from a child")
        return True
    from contract.core import Child
    child = Child(writer)
    t.eq("between processes", get("q"), b"from a child")
    child.join()
    t.eq("size", os.stat("q").st_size, 0)
    fd = os.open("q", os.O_RDONLY | os.O_NONBLOCK)
    t.fails("seek", "ESPIPE", os.lseek, fd, 0, 0)
    t.fails("pread", "ESPIPE", os.pread, fd, 1, 0)
    t.fails("ftruncate", "EINVAL", os.ftruncate, fd, 0)
    os.close(fd)


def put_existing(path, content):
    with open(path, "wb", buffering=0) as f:
        f.write(content)


@case()
def sockets_work(t):
    with socket.socket(socket.AF_UNIX) as s, socket.socket(socket.AF_UNIX) as c:
        s.bind("s")
        t.eq("type", stat.S_ISSOCK(os.lstat("s").st_mode), True)
        t.eq("mode", mode("s"), 0o777 & ~0o022)
        t.fails("open", "ENXIO", os.open, "s", os.O_RDWR)
        t.fails("bind again", "EADDRINUSE", socket.socket(socket.AF_UNIX).bind, "s")
        s.listen(1)
        c.connect("s")
        a, _ = s.accept()
        c.send(b"hello")
        t.eq("content", a.recv(10), b"hello")
        a.close()
        os.rename("s", "s2")
        with socket.socket(socket.AF_UNIX) as d:
            t.works("connect after rename", d.connect, "s2")
        os.unlink("s2")
        with socket.socket(socket.AF_UNIX) as d:
            t.fails("connect after unlink", "ENOENT", d.connect, "s2")


@case(("regular", "symlink-to-it", "dangling", "symlink-to-directory"))
def open_creat_of_existing(t, what):
    put("f", b"content", 0o640)
    os.mkdir("d")
    path = {"regular": "f", "symlink-to-it": "l", "dangling": "dl", "symlink-to-directory": "ld"}[what]
    os.symlink("f", "l")
    os.symlink("none", "dl")
    os.symlink("d", "ld")
    if what == "symlink-to-directory":
        t.fails("O_CREAT", "EISDIR", os.open, path, os.O_CREAT | os.O_RDONLY)
        return t.fails("O_DIRECTORY and O_CREAT", "EINVAL|EISDIR|ENOTDIR|EEXIST", os.open, path,
                       os.O_CREAT | os.O_DIRECTORY)
    fd = t.works("O_CREAT", os.open, path, os.O_CREAT | os.O_RDWR, 0o777)
    if what != "dangling":
        t.eq("content", os.read(fd, 10), b"content")
        t.eq("mode stays", mode("f"), 0o640)
    else:
        t.eq("made", mode("none"), 0o755)
    os.close(fd)
    t.fails("O_EXCL", "EEXIST", os.open, path, os.O_CREAT | os.O_EXCL | os.O_RDWR)
    t.fails("O_NOFOLLOW", "ELOOP", os.open, path, os.O_RDONLY | os.O_NOFOLLOW) if what != "regular" else None


@case()
def created_empty_after_removal(t):
    for i in range(30):
        fd = os.open("x", os.O_CREAT | os.O_EXCL | os.O_RDWR)
        t.eq("empty %d" % i, (os.fstat(fd).st_size, os.read(fd, 10)), (0, b""))
        os.write(fd, b"content")
        os.close(fd)
        os.unlink("x")
    for i in range(30):
        os.mkdir("x")
        t.eq("empty directory %d" % i, os.listdir("x"), [])
        os.mkdir("x/y")
        os.rmdir("x/y")
        os.rmdir("x")


@case()
def exclusive_creation_has_one_winner(t):
    from contract.core import Child

    def racer():
        won = 0
        for i in range(40):
            try:
                os.close(os.open("r%d" % i, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                won += 1
            except FileExistsError:
                pass
            try:
                os.mkdir("d%d" % i)
                won += 1000
            except FileExistsError:
                pass
            try:
                os.symlink("x", "s%d" % i)
                won += 1000000
            except FileExistsError:
                pass
        return won
    children = [Child(racer) for _ in range(4)]
    t.eq("winners", sum(c.join() for c in children), 40040040)


@case()
def names_in_use_by_other_types(t):
    """A name that was one type is soon another; no cache may tell the old one."""
    for _ in range(3):
        for kind in KINDS:
            make(kind, "x")
            t.eq("type of " + kind, stat.S_IFMT(os.lstat("x").st_mode), FORMATS[kind])
            (os.rmdir if kind == "dir" else os.unlink)("x")
            t.eq("gone after " + kind, os.path.lexists("x"), False)


@case()
def umask_of_the_process(t):
    def made():
        os.umask(0o027)
        os.mkdir("d", 0o777)
        put_fd = os.open("f", os.O_CREAT | os.O_WRONLY, 0o666)
        os.close(put_fd)
        return mode("d"), mode("f")
    t.eq("child", in_child(made), (0o750, 0o640))
    t.eq("errno names", errno.errorcode[2], "ENOENT")
