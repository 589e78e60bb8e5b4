"""flock, fcntl locks of processes and of open files, leases."""
import errno
import fcntl
import os
import select
import signal
import struct
import time

from contract.core import Child, attempt, case, in_child, name_of, opened, put

SETLK, SETLKW, GETLK = fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_GETLK
OFD_GETLK, OFD_SETLK, OFD_SETLKW = 36, 37, 38
RD, WR, UN = fcntl.F_RDLCK, fcntl.F_WRLCK, fcntl.F_UNLCK


def lock(fd, kind, start=0, length=0, command=SETLK, whence=0):
    return fcntl.fcntl(fd, command, struct.pack("hhqqi4x", kind, whence, start, length, 0))


def ask(fd, kind, start=0, length=0, command=GETLK):
    kind, whence, start, length, pid = struct.unpack("hhqqi4x", lock(fd, kind, start, length, command))
    return (kind,) if kind == UN else (kind, whence, start, length, pid)


def held_by_parent(kinds, size=100):
    """What a child may not lock of the first bytes, as a string of r, w, - for each byte."""
    def look():
        fd = os.open("x", os.O_RDWR)
        out = ""
        for i in range(size):
            got = ask(fd, WR, i, 1)
            out += "-" if got == (UN,) else "r" if got[0] == RD else "w"
        return out
    return in_child(look)


@case()
def split_and_merge(t):
    put("x", bytes(100))
    with opened("x", os.O_RDWR) as fd:
        for label, kind, start, length, expected in (
                ("first", WR, 10, 10, "-" * 10 + "w" * 10 + "-" * 20),
                ("adjacent", WR, 20, 5, "-" * 10 + "w" * 15 + "-" * 15),
                ("downgrade the middle", RD, 15, 5, "-" * 10 + "wwwwwrrrrrwwwww" + "-" * 15),
                ("unlock within", UN, 12, 1, "-" * 10 + "ww-wwrrrrrwwwww" + "-" * 15),
                ("upgrade across", WR, 8, 10, "-" * 8 + "w" * 10 + "rrwwwww" + "-" * 15),
                ("unlock the head", UN, 0, 12, "-" * 12 + "wwwwwwrrwwwww" + "-" * 15),
                ("read over all", RD, 0, 30, "r" * 30 + "-" * 10),
                ("unlock the tail", UN, 20, 0, "r" * 20 + "-" * 20),
                ("to the end of all", WR, 30, 0, "r" * 20 + "-" * 10 + "w" * 10),
                ("unlock all", UN, 0, 0, "-" * 40)):
            lock(fd, kind, start, length)
            t.eq(label, held_by_parent(kind, 40), expected)


@case((RD, WR), (RD, WR))
def conflicts(t, mine, theirs):
    put("x", bytes(100))
    with opened("x", os.O_RDWR) as fd:
        lock(fd, mine, 10, 20)

        def other():
            o = os.open("x", os.O_RDWR)
            return [attempt(lock, o, theirs, s, n) for s, n in ((10, 20), (29, 1), (0, 0), (0, 11))] + [
                attempt(lock, o, theirs, s, n) for s, n in ((0, 10), (30, 0))]
        free = mine == RD and theirs == RD
        t.eq("overlapping and not", in_child(other), ([None] if free else ["EAGAIN"]) * 4 + [None, None])

        def asker():
            return ask(os.open("x", os.O_RDWR), theirs, 0, 0)
        t.eq("F_GETLK", in_child(asker), (UN,) if free else (mine, 0, 10, 20, os.getpid()))
        t.eq("own lock is no conflict", ask(fd, WR, 0, 0), (UN,))


@case()
def rules(t):
    put("x", bytes(100))
    with opened("x") as r, opened("x", os.O_WRONLY) as w, opened("x", os.O_RDWR) as rw:
        t.fails("write lock on a read descriptor", "EBADF", lock, r, WR)
        t.fails("read lock on a write descriptor", "EBADF", lock, w, RD)
        t.works("read lock", lock, r, RD)
        t.fails("negative start", "EINVAL", lock, rw, WR, -1, 1)
        t.fails("bad type", "EINVAL", lock, rw, 77)
        t.fails("bad whence", "EINVAL", lock, rw, WR, 0, 1, SETLK, 7)
        t.works("negative length", lock, rw, WR, 50, -10)
        t.fails("negative length below 0", "EINVAL", lock, rw, WR, 5, -10)
        os.lseek(rw, 20, 0)
        lock(rw, UN, 0, 0)
        lock(rw, WR, 5, 5, SETLK, 1)
        t.eq("from the position", held_by_parent(WR, 40), "-" * 25 + "w" * 5 + "-" * 10)
        lock(rw, UN, 0, 0)
        lock(rw, WR, -10, 0, SETLK, 2)
        t.eq("from the end", held_by_parent(WR, 100), "-" * 90 + "w" * 10)
        t.works("far away", lock, rw, WR, (1 << 62), 10)
        t.fails("beyond all", "EOVERFLOW|EINVAL", lock, rw, WR, (1 << 63) - 1, 2)
    with opened("x", os.O_RDWR) as rw:
        lock(rw, WR, 40, -10)
        t.eq("negative length is before the start", held_by_parent(WR, 50), "-" * 30 + "w" * 10 + "-" * 10)


@case()
def closing_any_descriptor_releases(t):
    put("x", bytes(100))
    with opened("x", os.O_RDWR) as fd:
        lock(fd, WR, 0, 10)
        other = os.open("x", os.O_RDONLY)
        t.eq("held", held_by_parent(WR, 12), "w" * 10 + "--")
        os.close(other)
        t.eq("released", held_by_parent(WR, 12), "-" * 12)
        lock(fd, WR, 0, 10)
        dup = os.dup(fd)
        os.close(dup)
        t.eq("released by a duplicate", held_by_parent(WR, 12), "-" * 12)


@case()
def fork_and_exit(t):
    put("x", bytes(100))
    with opened("x", os.O_RDWR) as fd:
        lock(fd, WR, 0, 10)
        t.eq("not inherited", in_child(lambda: attempt(lock, fd, WR, 0, 10)), "EAGAIN")
        t.eq("a child's close releases nothing", (in_child(lambda: os.close(fd)), held_by_parent(WR, 12)),
             (None, "w" * 10 + "--"))
    in_child(lambda: lock(os.open("x", os.O_RDWR), WR, 0, 0) and None)
    with opened("x", os.O_RDWR) as fd:
        t.works("released by exit", lock, fd, WR)
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        lock(os.open("x", os.O_RDWR), WR, 0, 0)
        os.write(w, b"!")
        time.sleep(60)
        os._exit(0)
    os.read(r, 1)
    with opened("x", os.O_RDWR) as fd:
        t.fails("held by the child", "EAGAIN", lock, fd, WR)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        t.works("released by SIGKILL", lock, fd, WR)


@case((SETLKW, "flock", OFD_SETLKW))
def waiting(t, how):
    put("x", bytes(100))
    take = {SETLKW: lambda fd: lock(fd, WR, 0, 0, SETLKW), "flock": lambda fd: fcntl.flock(fd, fcntl.LOCK_EX),
            OFD_SETLKW: lambda fd: lock(fd, WR, 0, 0, OFD_SETLKW)}[how]
    r, w = os.pipe()
    fd = os.open("x", os.O_RDWR)
    take(fd)

    def waiter():
        # flock and open file locks live as long as this inherited descriptor
        os.close(fd)
        o = os.open("x", os.O_RDWR)
        os.write(w, b"?")
        take(o)
        os.write(w, os.pread(o, 1, 0))
        return True
    child = Child(waiter)
    t.eq("asks", os.read(r, 1), b"?")
    t.eq("waits", select.select([r], [], [], 0.2)[0], [])
    os.pwrite(fd, b"v", 0)
    os.close(fd)
    t.eq("gets it", os.read(r, 1), b"v")
    child.join()


@case((SETLKW, "flock"))
def interrupted_wait(t, how):
    put("x", bytes(100))
    fd = os.open("x", os.O_RDWR)
    take = (lambda o: lock(o, WR, 0, 0, SETLKW)) if how == SETLKW else (lambda o: fcntl.flock(o, fcntl.LOCK_EX))
    take(fd)

    class Rang(Exception):
        pass

    def waiter():
        def ring(*_):
            raise Rang
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            take(os.open("x", os.O_RDWR))
        except Rang:
            return "interrupted"
        return "locked"
    t.eq("child", in_child(waiter), "interrupted")
    os.close(fd)
    t.eq("nobody holds it", in_child(lambda: attempt(lock, os.open("x", os.O_RDWR), WR)), None)


@case()
def deadlock(t):
    """Two processes that wait for each other: one hears EDEADLK, where the file system looks for it."""
    put("x", bytes(10))
    r, w = os.pipe()
    fd = os.open("x", os.O_RDWR)
    lock(fd, WR, 0, 1)

    def child():
        o = os.open("x", os.O_RDWR)
        lock(o, WR, 1, 1)
        os.write(w, b"!")
        return attempt(lock, o, WR, 0, 1, SETLKW)
    c = Child(child)
    os.read(r, 1)
    got = attempt(lock, fd, WR, 1, 1)
    t.eq("not waiting", got, "EAGAIN")
    lock(fd, UN, 0, 1)
    t.eq("child gets it", c.join(), None)


@case()
def flock_rules(t):
    put("x")
    a, b = os.open("x", os.O_RDWR), os.open("x", os.O_RDONLY)
    fcntl.flock(a, fcntl.LOCK_EX)
    t.fails("another open file of the process", "EAGAIN", fcntl.flock, b, fcntl.LOCK_SH | fcntl.LOCK_NB)
    t.works("the same again", fcntl.flock, a, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(a, fcntl.LOCK_SH)
    t.works("shared", fcntl.flock, b, fcntl.LOCK_SH | fcntl.LOCK_NB)
    t.fails("upgrade", "EAGAIN", fcntl.flock, a, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(a, fcntl.LOCK_UN)
    t.works("exclusive through a read descriptor", fcntl.flock, b, fcntl.LOCK_EX | fcntl.LOCK_NB)
    c = os.dup(b)
    os.close(b)
    t.fails("a duplicate keeps it", "EAGAIN", fcntl.flock, a, fcntl.LOCK_EX | fcntl.LOCK_NB)
    t.eq("children inherit it", in_child(lambda: attempt(fcntl.flock, c, fcntl.LOCK_EX | fcntl.LOCK_NB)), None)
    os.close(c)
    t.works("released", fcntl.flock, a, fcntl.LOCK_EX | fcntl.LOCK_NB)
    t.fails("bad operation", "EINVAL", fcntl.flock, a, 0)
    os.close(a)
    os.mkdir("d")
    with opened("d") as d, opened("d") as e:
        t.works("of a directory", fcntl.flock, d, fcntl.LOCK_EX)
        t.fails("held", "EAGAIN", fcntl.flock, e, fcntl.LOCK_EX | fcntl.LOCK_NB)


@case()
def flock_and_fcntl_are_apart(t):
    put("x")
    with opened("x", os.O_RDWR) as a:
        fcntl.flock(a, fcntl.LOCK_EX)
        t.eq("record lock of another process", in_child(
            lambda: attempt(lock, os.open("x", os.O_RDWR), WR)), None)


@case()
def locks_of_open_files(t):
    put("x", bytes(100))
    a, b = os.open("x", os.O_RDWR), os.open("x", os.O_RDWR)
    lock(a, WR, 0, 10, OFD_SETLK)
    t.fails("another open file of the process", "EAGAIN", lock, b, WR, 5, 1, OFD_SETLK)
    t.fails("a process lock", "EAGAIN", lock, b, WR, 5, 1)
    t.works("elsewhere", lock, b, WR, 10, 10, OFD_SETLK)
    got = ask(b, WR, 0, 1, OFD_GETLK)
    t.eq("F_OFD_GETLK", got[:4], (WR, 0, 0, 10))
    c = os.open("x", os.O_RDWR)
    os.close(c)
    t.fails("another's close releases nothing", "EAGAIN", lock, b, WR, 5, 1, OFD_SETLK)
    d = os.dup(a)
    os.close(a)
    t.fails("a duplicate keeps it", "EAGAIN", lock, b, WR, 5, 1, OFD_SETLK)
    os.close(d)
    t.works("released by the last close", lock, b, WR, 5, 1, OFD_SETLK)
    t.fails("with a pid", "EINVAL", fcntl.fcntl, b, OFD_SETLK, struct.pack("hhqqi4x", WR, 0, 0, 0, 7))
    os.close(b)


@case()
def many_locks(t):
    put("x")
    with opened("x", os.O_RDWR) as fd:
        for i in range(500):
            lock(fd, WR, 2 * i, 1)
        t.eq("apart", held_by_parent(WR, 20), "w-" * 10)
        lock(fd, WR, 0, 1000)
        t.eq("merged", held_by_parent(WR, 20), "w" * 20)
        lock(fd, UN, 0, 0)
        t.eq("none", held_by_parent(WR, 20), "-" * 20)


@case()
def locks_of_removed_files(t):
    put("x", bytes(10))
    fd = os.open("x", os.O_RDWR)
    os.unlink("x")
    t.works("fcntl", lock, fd, WR)
    t.works("unlock", lock, fd, UN)
    t.works("flock", fcntl.flock, fd, fcntl.LOCK_EX)
    os.close(fd)


@case()
def exclusion(t):
    """A counter that several processes raise under a lock loses nothing."""
    put("x", b"00000000")

    def worker(kind):
        fd = os.open("x", os.O_RDWR)
        for _ in range(60):
            lock(fd, WR, 0, 0, SETLKW) if kind else fcntl.flock(fd, fcntl.LOCK_EX)
            n = int(os.pread(fd, 8, 0))
            os.pwrite(fd, b"%08d" % (n + 1), 0)
            lock(fd, UN) if kind else fcntl.flock(fd, fcntl.LOCK_UN)
        return True
    for kind in (0, 1):
        for c in [Child(worker, kind) for _ in range(3)]:
            c.join()
        t.eq("count %d" % kind, int(open("x").read()), 180 * (kind + 1))


@case()
def leases(t):
    put("x")
    with opened("x") as fd:
        try:
            fcntl.fcntl(fd, fcntl.F_SETLEASE, RD)
            t.eq("F_GETLEASE", fcntl.fcntl(fd, fcntl.F_GETLEASE), RD)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, UN)
            t.eq("none", fcntl.fcntl(fd, fcntl.F_GETLEASE), UN)
        except OSError as e:
            t.true("refused", e.errno in (errno.EINVAL, errno.EAGAIN), name_of(e.errno))
