"""mandatory.py MOUNT SECOND: one line for each thing that the second mount does where the first holds a lock."""
import errno
import fcntl
import os
import select
import sys

A, B = sys.argv[1:3]
SECONDS = 1.5


def outcome(function, release):
    """What a child process meets while the lock is held: "ok", an errno, or "waits" until its release."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            function()
            said = "ok"
        except OSError as e:
            said = errno.errorcode[e.errno]
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    waits = not select.select([reading], [], [], SECONDS)[0]
    release()
    said = os.read(reading, 100).decode()
    os.waitpid(child, 0)
    os.close(reading)
    return "waits, then " + said if waits else said


def on(name, flags, act):
    def run():
        fd = os.open(B + "/" + name, flags)
        try:
            act(fd)
        finally:
            os.close(fd)
    return run


def main():
    for name, mode in (("plain", 0o644), ("setgid", 0o2644)):
        for kind, lock in (("write", fcntl.LOCK_EX), ("read", fcntl.LOCK_SH)):
            path = A + "/" + name
            with open(path, "w") as f:
                f.write("x" * 100)
            os.chmod(path, mode)
            fd = os.open(path, os.O_RDWR)
            for waits, extra in (("", 0), ("-nonblocking", os.O_NONBLOCK)):
                cases = {
                    "read": on(name, os.O_RDONLY | extra, lambda f: os.pread(f, 5, 0)),
                    "write": on(name, os.O_WRONLY | extra, lambda f: (os.pwrite(f, b"y", 0), os.fsync(f))),
                    "read-elsewhere": on(name, os.O_RDONLY | extra, lambda f: os.pread(f, 5, 50)),
                    "write-elsewhere": on(name, os.O_WRONLY | extra, lambda f: (os.pwrite(f, b"y", 50), os.fsync(f))),
                    "ftruncate": on(name, os.O_WRONLY | extra, lambda f: os.ftruncate(f, 90)),
                    "open-truncating": on(name, os.O_WRONLY | os.O_TRUNC | extra, lambda f: None),
                }
                for case, run in cases.items():
                    fcntl.lockf(fd, lock, 10, 0)
                    met = outcome(run, lambda: fcntl.lockf(fd, fcntl.LOCK_UN, 10, 0))
                    print("%s-%s-lock-%s%s: %s" % (name, kind, case, waits, met), flush=True)
            os.close(fd)


main()
