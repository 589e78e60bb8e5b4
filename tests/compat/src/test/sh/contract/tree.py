"""Several processes make, move and remove in one tree at random; at the end it is sound."""
import errno
import os
import random
import stat
import time

from contract import core
from contract.core import Child, case, opened

FINE = {errno.ENOENT, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY, errno.EINVAL, errno.EPERM,
        errno.ELOOP, errno.EACCES, errno.ENXIO, errno.EBUSY, errno.ENODATA, errno.EMLINK, errno.EFBIG}


def written(path, content):
    # Without O_NONBLOCK a fifo would wait for somebody who reads it.
    with opened(path, os.O_CREAT | os.O_RDWR | os.O_NONBLOCK) as fd:
        if stat.S_ISREG(os.fstat(fd).st_mode):
            os.ftruncate(fd, 0)
            os.write(fd, content)


def worker(seed, until):
    rnd, count = random.Random(seed), 0
    names = ["a", "b", "c", "d", "e"]

    def path():
        return "/".join(["t"] + [rnd.choice(names) for _ in range(rnd.randrange(1, 4))])

    ops = {
        "create": lambda: os.close(os.open(path(), os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, 0o644)),
        "write": lambda: written(path(), rnd.randbytes(rnd.randrange(20000))),
        "mkdir": lambda: os.mkdir(path()),
        "mkfifo": lambda: os.mkfifo(path()),
        "symlink": lambda: os.symlink(rnd.choice(names), path()),
        "link": lambda: os.link(path(), path(), follow_symlinks=False),
        "unlink": lambda: os.unlink(path()),
        "rmdir": lambda: os.rmdir(path()),
        "rename": lambda: os.rename(path(), path()),
        "stat": lambda: os.lstat(path()),
        "chmod": lambda: os.chmod(path(), 0o755),
        "chown": lambda: os.lchown(path(), rnd.randrange(5), 0),
        "truncate": lambda: os.truncate(path(), rnd.randrange(10000)),
        "list": lambda: os.listdir(path()),
        "xattr": lambda: os.setxattr(path(), "user.k", b"v"),
    }
    while time.monotonic() < until:
        name = rnd.choice(list(ops))
        try:
            ops[name]()
        except OSError as e:
            if e.errno not in FINE:
                return "%s: %s" % (name, errno.errorcode[e.errno])
        count += 1
    return count


@case((1, 4), seconds=300)
def random_operations(t, processes):
    os.mkdir("t")
    until = time.monotonic() + core.OPTIONS.seconds / 4
    for i, c in enumerate([Child(worker, core.OPTIONS.seed * 100 + i, until) for i in range(processes)]):
        got = c.join()
        t.true("process %d" % i, isinstance(got, int) and got > 50, got)
    sound(t)


def sound(t):
    """Link counts, types and listings agree."""
    links, counts, count = {}, {}, 0
    for top, dirs, files in os.walk("t"):
        real = [d for d in dirs if not os.path.islink(top + "/" + d)]
        t.eq("links of a directory", os.stat(top).st_nlink, 2 + len(real))
        with os.scandir(top) as entries:
            for e in entries:
                st = os.lstat(e.path)
                count += 1
                if e.is_dir(follow_symlinks=False) != stat.S_ISDIR(st.st_mode) or e.inode() != st.st_ino:
                    t.eq("listing of " + e.path, (e.is_dir(follow_symlinks=False), e.inode()),
                         (stat.S_ISDIR(st.st_mode), st.st_ino))
                if not stat.S_ISDIR(st.st_mode):
                    links[st.st_ino] = st.st_nlink
                    counts[st.st_ino] = counts.get(st.st_ino, 0) + 1
                if stat.S_ISREG(st.st_mode):
                    with open(e.path, "rb") as f:
                        t.true("size", len(f.read()) == st.st_size) if count < 200 else None
    t.eq("links of files", links, counts)
