"""quota.py MOUNT BRICK KIND PART: limits as an application sees them, and what is counted as the disk shows it."""
import errno
import os
import struct
import subprocess
import sys
import time
import traceback

sys.dont_write_bytecode = True
from steps import eq, fails, put, true

M, BRICK, KIND, PART = sys.argv[1:5]
MIB = 1 << 20


def gluster(*words):
    done = subprocess.run(["gluster", "--mode=script", *words], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=60)
    true(" ".join(words) + ": " + done.stdout + done.stderr, done.returncode == 0)
    return done.stdout


def quota(*words):
    return gluster("volume", "quota", "vol", *words)


def step(part):
    def run(function):
        if part != PART:
            return
        said = None
        try:
            function()
        except (AssertionError, OSError) as e:
            said = "%s in line %d" % (repr(e), traceback.extract_tb(e.__traceback__)[1].lineno)
        name = function.__name__.replace("_", "-")
        print("FAIL %s: %s" % (name, said) if said else "ok " + name, flush=True)
    return run


def soon(what, claim, seconds=20):
    until = time.monotonic() + seconds
    while not claim():
        true(what + " within %d s" % seconds, time.monotonic() < until)
        time.sleep(0.05)


def words(path, key):
    try:
        value = os.getxattr(path, key, follow_symlinks=False)
    except OSError as e:
        if e.errno == errno.ENODATA:
            return None
        raise
    return struct.unpack(">%dq" % (len(value) // 8), value)


def gfid(path):
    raw = os.getxattr(path, "trusted.gfid", follow_symlinks=False).hex()
    return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))


def wrong(directory):
    """The first thing below a directory of the brick that is not counted as it should be, or None."""
    size = words(directory, "trusted.glusterfs.quota.size.1")
    total, files, directories, seen = 0, 0, 1, set()
    for name in os.listdir(directory):
        path = directory + "/" + name
        if path in (BRICK + "/.glusterfs", BRICK + "/.trashcan"):
            continue
        stat = os.lstat(path)
        kind = stat.st_mode >> 12
        if kind not in (4, 8, 10) or stat.st_ino in seen:
            continue
        contribution = words(path, "trusted.glusterfs.quota.%s.contri.1" % gfid(directory))
        if kind == 4:
            below = wrong(path)
            if below:
                return below
            use = words(path, "trusted.glusterfs.quota.size.1")
        else:
            seen.add(stat.st_ino)
            use = (min(stat.st_blocks, (stat.st_size + 511) // 512) * 512, 1)
        if contribution != use:
            return "%s uses %s, contributes %s" % (path, use, contribution)
        total, files = total + use[0], files + use[1]
        directories += use[2] if kind == 4 else 0
    if size != (total, files, directories):
        return "%s has %s, not %s" % (directory, size, (total, files, directories))
    try:
        if os.getxattr(directory, "trusted.glusterfs.quota.dirty") != b"0\0":
            return directory + " is dirty"
    except OSError as e:
        if e.errno != errno.ENODATA:
            raise
    return None


def counted():
    if KIND == "stock" or PART == "continued":  # a stock brick now and then leaves it to the next lookup
        for directory, directories, names in os.walk(M):
            for name in directories + names:
                os.lstat(directory + "/" + name)
    try:
        return wrong(BRICK) is None
    except FileNotFoundError:
        return False


def all_is_counted():
    try:
        soon("counted", counted)
    except AssertionError:
        raise AssertionError(wrong(BRICK))


def refused(name, call, *args):
    with fails(name):
        call(*args)


def fill(path, size):
    """How much goes in."""
    done = 0
    try:
        with open(path, "wb", buffering=0) as f:
            while done < size:
                done += f.write(b"x" * min(MIB // 8, size - done))
            os.fsync(f.fileno())
    except OSError as e:
        eq("errno", e.errno, errno.EDQUOT)
        return min(done, size - 1)
    return done


def fill_or_fail(path):
    with open(path, "wb", buffering=0) as f:
        f.write(b"y" * 4096)
        os.fsync(f.fileno())


@step("limits")
def what_is_made_is_counted():
    os.makedirs(M + "/a/b/c")
    put(M + "/a/b/f", b"x" * 300000)
    os.link(M + "/a/b/f", M + "/a/g")
    os.link(M + "/a/b/f", M + "/a/b/h")
    os.symlink("x", M + "/a/s")
    os.mkfifo(M + "/a/fifo")
    put(M + "/empty", b"")
    all_is_counted()
    eq("size of a", words(BRICK + "/a", "trusted.glusterfs.quota.size.1"), (2 * 586 * 512 + 512, 3, 3))


@step("limits")
def what_moves_is_counted_where_it_is():
    os.mkdir(M + "/other")
    os.rename(M + "/a/b", M + "/other/b")
    os.rename(M + "/empty", M + "/other/b/c/empty")
    put(M + "/a/two", b"2" * 5000)
    put(M + "/other/two", b"3" * 9000)
    all_is_counted()
    os.rename(M + "/a/two", M + "/other/two")
    all_is_counted()


@step("limits")
def what_goes_is_not_counted():
    os.unlink(M + "/a/g")
    os.truncate(M + "/other/b/f", 1000)
    all_is_counted()
    if KIND == "glusterj":
        os.unlink(M + "/other/b/h")
        all_is_counted()
    os.unlink(M + "/other/two")
    for i in range(50):
        put(M + "/other/n%d" % i, b"n" * 1000)
    for i in range(50):
        os.unlink(M + "/other/n%d" % i)
    all_is_counted()


@step("limits")
def a_limit_of_bytes_holds():
    os.mkdir(M + "/q")
    quota("limit-usage", "/q", "4MB")
    os.mkdir(M + "/q/sub")
    # stock counts late, and later on a machine that is busy
    size = (8 if KIND == "glusterj" else 64) * MIB
    done = fill(M + "/q/sub/big", size)
    true("%d bytes went in" % done, done < size)
    if KIND == "glusterj":
        eq("big", os.stat(M + "/q/sub/big").st_size, 4 * MIB)
        refused("EDQUOT", put, M + "/q/more", b"x")
        refused("EDQUOT", os.mkdir, M + "/q/dir")
    refused("EDQUOT", fill_or_fail, M + "/q/sub/next")
    put(M + "/outside", b"o" * 100000)
    refused("EDQUOT", os.rename, M + "/outside", M + "/q/outside")
    all_is_counted()


@step("limits")
def space_that_is_freed_can_be_used():
    os.truncate(M + "/q/sub/big", MIB)
    soon("room", lambda: fill(M + "/q/again", MIB) == MIB)
    os.unlink(M + "/q/again")


@step("limits")
def statfs_tells_the_limit():
    soon("statfs", lambda: abs(os.statvfs(M + "/q").f_bavail * os.statvfs(M + "/q").f_bsize - 3 * MIB) <= 65536)
    fs = os.statvfs(M + "/q/sub")
    eq("blocks", fs.f_blocks * fs.f_bsize, 4 * MIB)
    quota_off = os.statvfs(M)
    true("the root has no limit", quota_off.f_blocks * quota_off.f_bsize > 64 * MIB)


@step("limits")
def a_limit_of_objects_holds():
    os.mkdir(M + "/o")
    quota("limit-objects", "/o", "4")
    made = 0
    try:
        for i in range(10):
            put(M + "/o/f%d" % i, b"")
            all_is_counted()
            made += 1
    except OSError as e:
        eq("errno", e.errno, errno.EDQUOT)
    eq("made", made, 3)
    refused("EDQUOT", os.mkdir, M + "/o/d")
    os.unlink(M + "/o/f0")
    all_is_counted()
    put(M + "/o/g", b"")


@step("limits")
def the_list_of_limits_is_right():
    all_is_counted()
    line = [text.split() for text in quota("list", "/q").splitlines() if text.startswith("/q")][0]
    eq("line", line[1], "4.0MB")
    eq("line", line[3], "1.0MB")
    line = [text.split() for text in quota("list-objects", "/o").splitlines() if text.startswith("/o")][0]
    eq("line", line[3:5], ["3", "1"])


@step("limits")
def the_accounts_are_hidden():
    true("nothing of quota", not [k for k in os.listxattr(M + "/q") if "quota" in k or "pgfid" in k])
    refused("EPERM", os.setxattr, M + "/q", "trusted.glusterfs.quota.limit-set", b"\0" * 16)


@step("limits")
def a_limit_that_is_taken_away_does_not_hold():
    quota("remove", "/q")
    soon("no limit", lambda: fill(M + "/q/free", 6 * MIB) == 6 * MIB)
    all_is_counted()


@step("continued")
def the_other_kind_counts_on():
    os.unlink(M + "/q/free")
    put(M + "/q/sub/more", b"m" * 70000)
    os.makedirs(M + "/q/sub/x/y")
    os.rename(M + "/other", M + "/q/other")
    all_is_counted()
