"""replicated.py WHAT OURS STOCK BRICK...: parts of `replicated`; exit code 1 with a reason when one does not hold.

writers: both mounts write at once, to files of their own and to one. equal: the copies are byte by byte the same, none
accuses another, no index has an entry. prepare, degrade: files, and what is done to them while the third brick is down;
marks: the counters that a stock client leaves then (captured from 10.3). read: all that was written is there. load:
a brick is killed and started again under writes.
"""
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time

WHAT, OURS, STOCK, BRICKS = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
LINES = 60
THIRD = "trusted.afr.vol-client-2"
# (data, metadata, entry) that the third brick missed
MARKS = {
    ".": (0, 0, 7), "both": (1, 1, 0), "created": (2, 1, 0), "data": (1, 0, 0), "dir": (0, 0, 1), "fifo": (0, 1, 0),
    "link0": (0, 0, 0), "meta": (0, 2, 0), "newdir": (1, 1, 2), "newdir/f": (2, 1, 0), "sym": (0, 0, 0),
    "trunc": (1, 0, 0), "xattrf": (0, 1, 0),
}


def write(path, text, mode="w"):
    with open(path, mode) as f:
        f.write(text)


def at(name):
    return os.path.join(OURS, name)


def prepare():
    os.mkdir(at("dir"))
    for name in ("data", "meta", "xattrf", "ren", "unl", "link0", "both"):
        write(at(name), "hello\n")
    write(at("trunc"), "hello\n")
    write(at("dir/inner"), "i\n")


def degrade():
    write(at("data"), "again\n", "a")
    os.chmod(at("meta"), 0o600)
    os.chown(at("meta"), 1000, 1000)
    os.setxattr(at("xattrf"), "user.a", b"1")
    os.rename(at("ren"), at("dir/renamed"))
    os.unlink(at("unl"))
    os.truncate(at("trunc"), 2)
    os.link(at("link0"), at("link1"))
    write(at("created"), "new\n")
    os.mkdir(at("newdir"))
    write(at("newdir/f"), "f\n")
    os.symlink("target", at("sym"))
    os.mkfifo(at("fifo"))
    write(at("both"), "xy", "a")
    os.chmod(at("both"), 0o640)


def read():
    for mount in (OURS, STOCK):
        expected = {"data": "hello\nagain\n", "trunc": "he", "created": "new\n", "newdir/f": "f\n", "both": "hello\nxy"}
        for name, text in expected.items():
            with open(os.path.join(mount, name)) as f:
                got = f.read()
            assert got == text, f"{mount}/{name} is {got!r}"
        assert os.stat(os.path.join(mount, "meta")).st_uid == 1000
        assert not os.path.exists(os.path.join(mount, "unl")), "unl is back"
        assert os.path.exists(os.path.join(mount, "dir/renamed")), "dir/renamed is missing"


def counters(path, key):
    try:
        value = os.getxattr(path, key, follow_symlinks=False)
    except OSError:
        return (0, 0, 0)
    return tuple(int.from_bytes(value[i:i + 4], "big", signed=True) for i in (0, 4, 8))


def marks():
    for brick in BRICKS[:2]:
        for name, expected in MARKS.items():
            path = os.path.join(brick, name)
            got = counters(path, THIRD)
            assert got == expected, f"{path} says {got}, not {expected}"
            dirty = counters(path, "trusted.afr.dirty")
            assert dirty == (0, 0, 0), f"{path} is dirty {dirty}"
        names = os.path.join(brick, ".glusterfs/indices/entry-changes/00000000-0000-0000-0000-000000000001")
        changed = sorted(os.listdir(names))
        assert changed == ["created", "fifo", "link1", "newdir", "ren", "sym", "unl"], f"{names} has {changed}"


def tree(brick):
    found = {}
    for directory, names, files in os.walk(brick):
        if ".glusterfs" in names:
            names.remove(".glusterfs")
        names[:] = [n for n in names if not n.startswith(".glusterfs-anonymous-inode")]
        for name in names + files:
            path = os.path.join(directory, name)
            st = os.lstat(path)
            content = None
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as f:
                    content = hashlib.sha256(f.read()).hexdigest()
            xattrs = {
                key: os.getxattr(path, key, follow_symlinks=False)
                for key in os.listxattr(path, follow_symlinks=False)
                if not key.startswith("trusted.afr.") and not key.endswith("mdata")
            }
            found[os.path.relpath(path, brick)] = (oct(st.st_mode), st.st_uid, st.st_gid, content, sorted(xattrs.items()))
    return found


def equal():
    first = tree(BRICKS[0])
    for brick in BRICKS[1:]:
        other = tree(brick)
        for name in sorted(set(first) | set(other)):
            assert first.get(name) == other.get(name), f"{name}: {first.get(name)} but {other.get(name)} on {brick}"
    for brick in BRICKS:
        for name in ["."] + list(first):
            path = os.path.join(brick, name)
            for key in os.listxattr(path, follow_symlinks=False):
                if key.startswith("trusted.afr."):
                    assert counters(path, key) == (0, 0, 0), f"{path} has {key} {counters(path, key)}"
        for index in ("xattrop", "dirty"):
            left = [n for n in os.listdir(f"{brick}/.glusterfs/indices/{index}") if not n.startswith(index)]
            assert not left, f"{index} of {brick} has {left}"


def append(mount, name, tag):
    fd = os.open(os.path.join(mount, name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for i in range(LINES):
        os.write(fd, b"%s %d\n" % (tag.encode(), i))
    os.close(fd)


def writers():
    write(at("shared"), "")
    failures = []

    def run(mount, tag):
        try:
            append(mount, "shared", tag)
            for i in range(LINES // 4):
                append(mount, f"{tag}-{i}", tag)
                os.rename(os.path.join(mount, f"{tag}-{i}"), os.path.join(mount, f"{tag}-{i}-done"))
        except OSError as e:
            failures.append(f"{tag}: {e}")

    threads = [threading.Thread(target=run, args=a) for a in ((OURS, "ours"), (STOCK, "stocks"))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures, failures
    with open(os.path.join(BRICKS[0], "shared")) as f:
        lines = f.read().splitlines()
    for tag in ("ours", "stocks"):
        mine = [line for line in lines if line.startswith(tag + " ")]
        assert mine == [f"{tag} {i}" for i in range(LINES)], f"{tag} has {len(mine)} lines"


def brick_pid(number):
    run = "/run/gluster/vols/vol"
    name = next(n for n in os.listdir(run) if n.endswith(f"brick-{number}.pid"))
    with open(os.path.join(run, name)) as f:
        return int(f.read())


def load():
    """Every write that was acknowledged is there, although a copy goes in the middle."""
    stop = threading.Event()
    done = {}

    def run(n):
        i = 0
        while not stop.is_set() and i < 3000:
            write(at(f"load-{n}-{i % 20}"), f"{n} {i}\n")
            done[f"load-{n}-{i % 20}"] = f"{n} {i}\n"
            i += 1

    threads = [threading.Thread(target=run, args=(n,)) for n in range(3)]
    for t in threads:
        t.start()
    while len(done) < 12:
        time.sleep(0.01)
    os.kill(brick_pid(2), signal.SIGKILL)
    before = dict(done)
    until = time.monotonic() + 30
    while sum(done[k] != before.get(k) for k in list(done)) < 12 and time.monotonic() < until:
        time.sleep(0.01)
    start = ["gluster", "--mode=script", "volume", "start", "vol", "force"]
    subprocess.run(start, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    stop.set()
    for t in threads:
        t.join()
    for name, text in done.items():
        with open(at(name)) as f:
            got = f.read()
        assert got == text, f"{name} is {got!r}, not {text!r}"


def accusations():
    """counters FILE VOLUME EXPECTED...: what a file says each brick missed, then what is under way."""
    path, volume, expected = OURS, STOCK, BRICKS
    keys = [f"{volume}-client-{i}" for i in range(len(expected) - 1)] + ["dirty"]
    got = [".".join(map(str, counters(path, "trusted.afr." + key))) for key in keys]
    assert got == expected, f"{path} says {got}, not {expected}"


try:
    if WHAT == "counters":
        accusations()
        sys.exit(0)
    {f.__name__: f for f in (prepare, degrade, read, marks, equal, writers, load)}[WHAT]()
except (AssertionError, OSError) as reason:
    print(f"{WHAT}: {reason!r}")
    sys.exit(1)
