"""What is full, read-only, busy or too many."""
import errno
import mmap
import os
import stat

from contract import core
from contract.core import attempt, case, get, make, opened, put, sys, times, tick, user


@case(needs="small", seconds=120)
def no_space(t):
    os.chdir(core.OPTIONS.small)
    os.mkdir("full")
    os.chdir("full")
    put("kept", b"k" * 10000)
    # A file system that keeps a reserve makes no new names when it is full.
    more = os.open("more", os.O_CREAT | os.O_RDWR)
    # What was written and not synced may be answered before it is known that it finds no room.
    total, synced, got = 0, 0, None
    with opened("big", os.O_CREAT | os.O_WRONLY) as fd:
        block = b"b" * 65536
        while total < 1 << 30:
            try:
                total += os.write(fd, block)
                if total % (1 << 20) == 0:
                    os.fsync(fd)
                    synced = total
            except OSError as e:
                got = e.errno
                break
        if got is None:
            got = attempt(os.fsync, fd)
        t.eq("errno", got, errno.ENOSPC)
        t.true("size", os.fstat(fd).st_size <= total)
        t.true("something was written", synced > 1 << 20, synced)
    t.true("content", set(get("big")[:synced]) == {ord("b")})
    t.eq("others are whole", get("kept"), b"k" * 10000)
    t.true("no space is told", os.statvfs(".").f_bavail * os.statvfs(".").f_frsize < 1 << 20)
    t.fails("fallocate", "ENOSPC", lambda: sys("fallocate", more, 0, 0, 1 << 20))
    t.works("a hole is free", os.ftruncate, more, 1 << 30)
    os.close(more)
    t.works("unlink", os.unlink, "big")
    t.works("space is back", lambda: put("again", b"a" * (total // 2)))
    for n in os.listdir("."):
        os.unlink(n)


@case(needs="small", seconds=120)
def no_inodes(t):
    os.chdir(core.OPTIONS.small)
    os.mkdir("inodes")
    os.chdir("inodes")
    got, made = None, 0
    while got is None and made < 200000:
        got = attempt(os.mknod, "f%d" % made, stat.S_IFREG | 0o600)
        made += got is None
    t.eq("mknod", got, "ENOSPC")
    for label, call in (("mkdir", os.mkdir), ("symlink", lambda p: os.symlink("t" * 100, p)), ("mkfifo", os.mkfifo),
                        ("open", lambda p: os.open(p, os.O_CREAT | os.O_WRONLY))):
        t.fails(label, "ENOSPC", call, "new")
    t.eq("nothing half made", os.path.lexists("new"), False)
    t.works("write to what is there", put, "f0", b"x")
    for i in range(made):
        os.unlink("f%d" % i)
    t.works("again", os.mkdir, "new")
    os.rmdir("new")


@case(needs="readonly")
def read_only(t):
    here = core.OPTIONS.readonly
    put("f", b"content", 0o666)
    os.mkdir("d")
    os.symlink("f", "l")
    os.setxattr("f", "user.k", b"v")
    os.mkfifo("p")
    inside = os.path.join(here, os.path.relpath(os.getcwd(), core.OPTIONS.dir))
    os.chdir(inside)
    t.eq("read", get("f"), b"content")
    t.eq("list", sorted(os.listdir(".")), ["d", "f", "l", "p"])
    for label, call in (
            ("create", lambda: os.open("new", os.O_CREAT | os.O_WRONLY)), ("mkdir", lambda: os.mkdir("new")),
            ("mkfifo", lambda: os.mkfifo("new")), ("symlink", lambda: os.symlink("x", "new")),
            ("link", lambda: os.link("f", "new")), ("unlink", lambda: os.unlink("f")),
            ("rmdir", lambda: os.rmdir("d")), ("rename", lambda: os.rename("f", "new")),
            ("chmod", lambda: os.chmod("f", 0o600)), ("chown", lambda: os.chown("f", 1, 1)),
            ("lchown", lambda: os.lchown("l", 1, 1)), ("truncate", lambda: os.truncate("f", 0)),
            ("utimens", lambda: os.utime("f")), ("utimens of a directory", lambda: os.utime("d", (1, 2))),
            ("open for writing", lambda: os.open("f", os.O_WRONLY)),
            ("O_TRUNC", lambda: os.open("f", os.O_RDONLY | os.O_TRUNC)),
            ("setxattr", lambda: os.setxattr("f", "user.k", b"w")),
            ("removexattr", lambda: os.removexattr("f", "user.k")),
            ("access", lambda: sys("access", "f", os.W_OK))):
        t.fails(label, "EROFS", call)
    t.fails("existing mkdir", "EEXIST", os.mkdir, "d")
    t.works("O_CREAT of what is there", lambda: os.close(os.open("f", os.O_CREAT | os.O_RDONLY)))
    t.works("a fifo is written", lambda: os.close(os.open("p", os.O_RDWR)))
    t.eq("statvfs", bool(os.statvfs(".").f_flag & os.ST_RDONLY), True)
    with opened("f") as fd:
        t.fails("fchmod", "EROFS", os.fchmod, fd, 0)
    t.works("fsync", lambda: os.fsync(os.open("f", os.O_RDONLY)))


@case()
def busy_text(t):
    import shutil
    shutil.copy("/bin/sleep", "prog")
    os.chmod("prog", 0o755)
    pid = os.fork()
    if pid == 0:
        os.execv("./prog", ["prog", "30"])
    while os.readlink("/proc/%d/exe" % pid) != os.getcwd() + "/prog":
        tick()
    t.fails("write", "ETXTBSY", os.open, "prog", os.O_WRONLY)
    t.fails("truncate", "ETXTBSY", os.truncate, "prog", 0)
    t.works("unlink", os.unlink, "prog")
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    put("script", b"#!/bin/sh\n", 0o755)
    with opened("script", os.O_RDWR):
        t.fails("exec of a file open for writing", "ETXTBSY", os.execv, "./script", ["script"])


@case()
def no_program(t):
    put("empty", b"", 0o755)
    put("text", b"just text\n", 0o755)
    put("interpreter", b"#!/none/such\n", 0o755)
    t.fails("empty", "ENOEXEC", os.execv, "./empty", ["x"])
    t.fails("text", "ENOEXEC", os.execv, "./text", ["x"])
    t.fails("interpreter", "ENOENT", os.execv, "./interpreter", ["x"])
    t.fails("directory", "EACCES", os.execv, ".", ["x"])
    t.fails("not executable", "EACCES", os.execv, put("plain", b"", 0o644) and "./plain", ["x"])


@case(seconds=300, needs="many-links")
def too_many_links(t):
    put("f")
    limit = 65000
    got, i = None, 1
    while got is None and i < limit + 5:
        got = attempt(os.link, "f", "l%d" % i)
        i += got is None
    t.eq("errno", got, "EMLINK")
    t.eq("links", os.stat("f").st_nlink, i)
    before = times("f")["ctime"]
    t.eq("again", attempt(os.link, "f", "more"), "EMLINK")
    t.eq("ctime", times("f")["ctime"], before)


@case()
def many_links(t):
    put("f", b"x")
    for i in range(1500):
        os.link("f", "l%d" % i)
    t.eq("links", os.stat("l700").st_nlink, 1501)
    t.eq("listing", len(os.listdir(".")), 1501)
    for i in range(1500):
        os.unlink("l%d" % i)
    t.eq("one left", os.stat("f").st_nlink, 1)


@case()
def many_subdirectories(t):
    for i in range(1000):
        os.mkdir("d%d" % i)
    t.eq("links", os.stat(".").st_nlink, 1002)
    for i in range(1000):
        os.rmdir("d%d" % i)
    t.eq("none", os.stat(".").st_nlink, 2)


@case()
def protected_names(t):
    """A sticky world-writable directory and its links: with the kernel's protection on or off, root may."""
    os.mkdir("d")
    os.chmod("d", 0o1777)
    with user(65501):
        put("d/f", b"x")
        os.symlink("f", "d/l")
    t.eq("by root", get("d/f"), b"x")
    with user(65502):
        got = attempt(os.link, "d/f", "d/mine")
        t.true("link of a foreign file", got in (None, "EPERM"), got)


@case()
def no_descriptors(t):
    import resource
    put("f")

    def limited():
        resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
        fds, got = [], None
        while got is None:
            try:
                fds.append(os.open("f", os.O_RDONLY))
            except OSError as e:
                got = e.errno
        t.eq("errno", got, errno.EMFILE)
        r = attempt(os.open, "new", os.O_CREAT | os.O_WRONLY)
        for fd in fds:
            os.close(fd)
        return r
    t.eq("nothing made", (limited(), os.path.lexists("new")), ("EMFILE", False))
    t.true("page", mmap.PAGESIZE >= 4096)
    make("regular", "after")
