"""graph-switch-load.py DIRECTORY STOP: works in the directory until the file STOP exists, and checks all it sees.

Prints READY when it began, "turns N" at the end, and ends with 1 and a reason when a call failed or content was wrong.
"""
import collections
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
import traceback

ROOT, STOP = sys.argv[1:3]
FAILED = []
TURNS = collections.Counter()
BEGAN = threading.Semaphore(0)
BLOCK = 8192


def content(name, version):
    return (("%s %d\n" % (name, version)) * BLOCK)[:BLOCK].encode()


def going():
    return not FAILED and not os.path.exists(STOP)


def turn():
    me = threading.get_ident()
    TURNS[me] += 1
    if TURNS[me] == 1:
        BEGAN.release()


def worker(function):
    def run():
        try:
            function()
        except Exception:
            FAILED.append(traceback.format_exc())
            BEGAN.release()
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def equal(what, want, got):
    if want != got:
        raise AssertionError("%s: want %r..., got %r..." % (what, want[:40], got[:40]))


def files(number):
    """Writes, renames, reads back and lists in a directory of its own."""
    place = "%s/files-%d" % (ROOT, number)
    os.mkdir(place)
    version = 0
    while going():
        version += 1
        name = "%s/f%d" % (place, version % 7)
        with open(place + "/new", "wb") as f:
            f.write(content(name, version))
        os.rename(place + "/new", name)
        with open(name, "rb") as f:
            equal(name, content(name, version), f.read())
        assert os.stat(name).st_size == BLOCK
        want = sorted("f%d" % (v % 7) for v in range(max(1, version - 6), version + 1))
        listed = sorted(os.listdir(place))
        assert listed == want, listed
        os.symlink("x", place + "/link")
        assert os.readlink(place + "/link") == "x"
        os.unlink(place + "/link")
        turn()


def kept_open():
    """The same descriptors over all switches: with a name, without one, appending, a directory."""
    place = ROOT + "/kept"
    os.mkdir(place)
    fds = []
    for i in range(12):
        name = "%s/k%d" % (place, i)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_TRUNC
        fd = os.open(name, flags, 0o600)
        os.pwrite(fd, content(name, 0), 0)
        if i % 2:
            os.unlink(name)
        fds.append((name, fd))
    readers = []
    for i in range(4):
        name = "%s/r%d" % (place, i)
        with open(name, "wb") as f:
            f.write(content(name, 0))
        readers.append((name, os.open(name, os.O_RDONLY)))
        if i % 2:
            os.unlink(name)
    log = os.open(place + "/log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    directory = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    version = 0
    while going():
        for name, fd in fds:
            equal(name, content(name, version), os.pread(fd, BLOCK, 0))
            assert os.pwrite(fd, content(name, version + 1), 0) == BLOCK
            assert os.fstat(fd).st_size == BLOCK
        for name, fd in readers:
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            equal(name, content(name, 0), os.pread(fd, BLOCK, 0))
        os.write(log, b"%08d\n" % version)
        os.fsync(log)
        listed = sorted(os.listdir(directory))
        assert listed == sorted(["k%d" % i for i in range(0, 12, 2)] + ["r0", "r2", "log"]), listed
        version += 1
        turn()
    lines = open(place + "/log", "rb").read()
    equal("log", b"".join(b"%08d\n" % v for v in range(version)), lines)
    for _, fd in fds + readers:
        os.close(fd)
    os.close(directory)
    os.close(log)


CHILD = """
import fcntl, sys
f = open(sys.argv[1], "r+b")
print("WAITS", flush=True)
getattr(fcntl, sys.argv[2])(f, fcntl.LOCK_EX)
print("HAS", flush=True)
"""


def locks(kind):
    """Holds a lock that others try to take at once, and that one process waits for, until the end."""
    take = getattr(fcntl, kind)
    name = "%s/lock-%s" % (ROOT, kind)
    with open(name, "wb") as f:
        f.write(b"x")
    held = open(name, "r+b")
    take(held, fcntl.LOCK_EX)
    waiter = subprocess.Popen([sys.executable, "-c", CHILD, name, kind], stdout=subprocess.PIPE)
    assert waiter.stdout.readline() == b"WAITS\n"
    attempt = ("import errno, fcntl, sys\nf = open(sys.argv[1], 'r+b')\n"
               "try:\n    fcntl.%s(f, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
               "except OSError as e:\n    sys.exit(0 if e.errno in (errno.EAGAIN, errno.EACCES) else 2)\n"
               "sys.exit(1)" % kind)
    while going():
        code = subprocess.call([sys.executable, "-c", attempt, name])
        assert code == 0, "%s: %s" % (kind, {1: "two owners", 2: "another error"}.get(code, code))
        assert waiter.poll() is None, "%s: the waiter got the lock or an error" % kind
        turn()
        time.sleep(0.05)
    take(held, fcntl.LOCK_UN)
    signal.alarm(60)
    assert waiter.stdout.readline() == b"HAS\n", "%s: the waiter does not get the lock" % kind
    waiter.wait()


THREADS = [worker(lambda: files(1)), worker(lambda: files(2)), worker(kept_open),
           worker(lambda: locks("flock")), worker(lambda: locks("lockf"))]
for _ in THREADS:
    BEGAN.acquire(timeout=60)
print("READY", flush=True)
for t in THREADS:
    t.join()
print("turns", sum(TURNS.values()))
if FAILED:
    print(FAILED[0])
    sys.exit(1)
