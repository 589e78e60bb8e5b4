"""Two mounts of one file system: what one does the other sees, soon where caches are allowed, at once where not."""
import fcntl
import os
import stat
import time

from contract import core
from contract.core import KINDS, Child, attempt, case, get, make, opened, put, remove

SOON = 6


def there():
    """The case's directory through the other mount."""
    return os.path.join(core.OPTIONS.second, os.path.relpath(os.getcwd(), os.path.abspath(core.OPTIONS.dir)))


def soon(t, label, claim):
    until = time.monotonic() + SOON
    while True:
        try:
            good = claim()
        except OSError:
            good = False
        if good or time.monotonic() > until:
            return t.true(label, good)
        time.sleep(0.02)


@case(KINDS, needs="second")
def objects_appear_and_go(t, kind):
    other = there()
    make(kind, "x", 0o640)
    a = os.lstat("x")
    soon(t, "there", lambda: os.path.lexists(other + "/x"))
    b = os.lstat(other + "/x")
    t.eq("same", (a.st_mode, a.st_ino, a.st_nlink, a.st_rdev, a.st_mtime_ns), (
        b.st_mode, b.st_ino, b.st_nlink, b.st_rdev, b.st_mtime_ns))
    os.rename("x", "y")
    soon(t, "renamed", lambda: os.listdir(other) == ["y"])
    os.lchown("y", 65501, 65502)
    soon(t, "owner", lambda: os.lstat(other + "/y").st_uid == 65501)
    remove(other + "/y")
    soon(t, "gone", lambda: not os.path.lexists("y"))
    t.works("the name is free", make, kind, "y")


@case(needs="second")
def close_to_open(t):
    other = there()
    for i in range(8):
        put("x" if i % 2 else other + "/x", b"%d" % i * (i + 1))
        soon(t, "content %d" % i, lambda: get(other + "/x" if i % 2 else "x") == b"%d" % i * (i + 1))


@case((100, 5000), needs="second")
def appending_from_both(t, size):
    other = there()
    put("x")

    def writer(path, byte):
        fd = os.open(path, os.O_WRONLY | os.O_APPEND)
        for _ in range(60):
            os.write(fd, byte * size)
        return True
    for c in [Child(writer, "x", b"a"), Child(writer, other + "/x", b"b")]:
        c.join()
    soon(t, "size", lambda: os.stat("x").st_size == 120 * size)
    content = get("x")
    t.eq("nothing lost", (content.count(b"a"), content.count(b"b")), (60 * size, 60 * size))


@case(("lockf", "flock"), needs="second")
def locks_hold_between_mounts(t, how):
    other = there()
    put("x", b"0" * 8)
    soon(t, "there", lambda: os.path.exists(other + "/x"))
    take = getattr(fcntl, how)
    with opened("x", os.O_RDWR) as fd:
        take(fd, fcntl.LOCK_EX)

        def refused():
            return attempt(take, os.open(other + "/x", os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
        t.eq("held", Child(refused).join(), "EAGAIN")
        take(fd, fcntl.LOCK_UN)
        t.eq("free", Child(refused).join(), None)


@case(needs="second")
def unlinked_by_the_other(t):
    other = there()
    put("x", b"content")
    soon(t, "there", lambda: os.path.exists(other + "/x"))
    with opened("x", os.O_RDWR) as fd:
        t.eq("read", os.pread(fd, 9, 0), b"content")
        os.unlink(other + "/x")
        t.eq("read after it", os.pread(fd, 9, 0), b"content")
        t.eq("write", os.pwrite(fd, b"C", 0), 1)
        t.eq("read again", os.pread(fd, 9, 0), b"Content")


@case(needs="second")
def exclusive_creation(t):
    other = there()

    def racer(where):
        won = 0
        for i in range(60):
            if attempt(lambda: os.close(os.open("%s/r%d" % (where, i), os.O_CREAT | os.O_EXCL | os.O_WRONLY))) is None:
                won += 1
            if attempt(os.mkdir, "%s/d%d" % (where, i)) is None:
                won += 1000
        return won
    t.eq("one winner each", sum(c.join() for c in [Child(racer, "."), Child(racer, other)]), 60060)


@case(needs="second")
def truncated_by_the_other(t):
    other = there()
    put("x", b"x" * 10000)
    soon(t, "there", lambda: os.stat(other + "/x").st_size == 10000)
    os.truncate(other + "/x", 10)
    soon(t, "size", lambda: os.stat("x").st_size == 10)
    soon(t, "content", lambda: get("x") == b"x" * 10)
    os.chmod(other + "/x", 0o604)
    soon(t, "mode", lambda: stat.S_IMODE(os.stat("x").st_mode) == 0o604)
    os.setxattr(other + "/x", "user.k", b"v")
    t.eq("xattr", os.getxattr("x", "user.k"), b"v")
