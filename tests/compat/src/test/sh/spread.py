"""spread.py OURS STOCK BRICK...: two mounts of one distributed volume agree on where things are.

Most checks do the same thing twice, by one mount and then, after removing it, by the other, and compare what the bricks
have. Prints "ok NAME" or "FAIL NAME: reason".
"""
import errno
import os
import random
import sys
import threading
import traceback

OURS, STOCK, BRICKS = sys.argv[1], sys.argv[2], sys.argv[3:]
LAYOUT, MDS, LINKTO = ("trusted.glusterfs.dht" + s for s in ("", ".mds", ".linkto"))
MAY_HAPPEN = [errno.EEXIST, errno.ENOENT]
NAMES = ["f%d" % i for i in range(40)] + [".x.txt.Xa12", "ümläut", "a b", "x" * 255, ".rsync", "~", "\udcff\udcfe"]


def xattr(path, key):
    try:
        return os.getxattr(path, key, follow_symlinks=False).hex()
    except OSError:
        return None


def on_bricks(directory):
    """What each brick has in a directory, without what differs from run to run."""
    out = []
    for brick in BRICKS:
        entries = {}
        for name in os.listdir(brick + directory):
            path = os.path.join(brick + directory, name)
            st = os.lstat(path)
            entries[name] = (oct(st.st_mode), st.st_uid, xattr(path, LINKTO), xattr(path, LAYOUT), xattr(path, MDS))
        out.append(entries)
    return out


def layouts(directory):
    return [(xattr(brick + directory, LAYOUT), xattr(brick + directory, MDS)) for brick in BRICKS]


def make(mount):
    os.mkdir(mount + "/d")
    for name in NAMES:
        with open(os.path.join(mount + "/d", name), "w") as f:
            f.write(name[:5] if name.isascii() else "x")
    for i in range(6):
        os.mkdir(mount + "/d/sub%d" % i, 0o750)
        os.symlink("target", mount + "/d/link%d" % i)
    os.link(mount + "/d/f1", mount + "/d/hard")


def move(mount):
    make(mount)
    for i in range(20):
        os.rename(mount + "/d/f%d" % i, mount + "/d/g%d" % i)
    for i in range(10):
        os.rename(mount + "/d/g%d" % i, mount + "/d/f%d" % (i + 20))
    for i in range(10, 14):
        os.rename(mount + "/d/g%d" % i, mount + "/d/sub0/g%d" % i)
    os.rename(mount + "/d/sub1", mount + "/d/renamed")
    os.chown(mount + "/d/g15", 7, 8)
    os.rename(mount + "/d/g15", mount + "/d/owned")
    for i in range(30, 35):
        os.unlink(mount + "/d/f%d" % i)


def clear(mount):
    for top, dirs, files in os.walk(mount + "/d", topdown=False):
        for name in files:
            os.unlink(os.path.join(top, name))
        for name in dirs:
            path = os.path.join(top, name)
            os.unlink(path) if os.path.islink(path) else os.rmdir(path)
    os.rmdir(mount + "/d")


def same_on_bricks(what):
    found = []
    for mount in (OURS, STOCK):
        what(mount)
        found.append((layouts("/d"), on_bricks("/d"), sorted(os.listdir(OURS + "/d")), sorted(os.listdir(STOCK + "/d"))))
        clear(STOCK if mount == OURS else OURS)
        assert on_bricks("/") == [e for e in on_bricks("/") if "d" not in e], "something is left of /d"
    for ours, stock in zip(*found):
        assert ours == stock, "made by us %r, by stock %r" % (ours, stock)
    assert found[0][2] == found[0][3], "the mounts list differently"


def check_placement():
    same_on_bricks(make)


def check_renames():
    same_on_bricks(move)


def check_contents():
    move(OURS)
    for name in os.listdir(OURS + "/d"):
        paths = [m + "/d/" + name for m in (OURS, STOCK)]
        if os.path.isfile(paths[0]):
            a, b = (open(p, "rb").read() for p in paths)
            assert a == b and len(a) > 0, "%r: %r and %r" % (name, a, b)
            sizes = [(os.stat(p).st_size, os.stat(p).st_mode, os.stat(p).st_ino, os.stat(p).st_nlink) for p in paths]
            assert sizes[0] == sizes[1], "%r: %r" % (name, sizes)
    clear(STOCK)


def check_directory_xattrs():
    for mount, other in ((OURS, STOCK), (STOCK, OURS)):
        os.mkdir(mount + "/d")
        os.setxattr(mount + "/d", "user.a", b"1")
        os.setxattr(mount + "/d", "trusted.b", b"2")
        os.chmod(mount + "/d", 0o2755)
        os.chown(mount + "/d", 3, 4)
        assert os.getxattr(other + "/d", "user.a") == b"1"
        assert sorted(os.listxattr(other + "/d")) == sorted(os.listxattr(mount + "/d"))
        for brick in BRICKS:
            st = os.stat(brick + "/d")
            assert (st.st_mode & 0o7777, st.st_uid, st.st_gid) == (0o2755, 3, 4), brick
            assert xattr(brick + "/d", "user.a") == b"1".hex(), brick
        assert sorted(m for _, m in layouts("/d") if m) == ["00000000"], layouts("/d")
        os.rmdir(other + "/d")


def check_virtual_xattrs():
    os.mkdir(OURS + "/d")
    open(OURS + "/d/f", "w").close()
    for path, key in (("/d", "dht.file.hashed-subvol.foo"), ("/d/f", "trusted.glusterfs.pathinfo"),
                      ("/d", "trusted.glusterfs.pathinfo"), ("/d/f", "glusterfs.pathinfo")):
        values = []
        for mount in (OURS, STOCK):
            try:
                text = os.getxattr(mount + path, key).decode()
                head, _, tail = text.partition("> ")
                values.append((head, sorted(tail.replace(")", " ) ").split())))
            except OSError as e:
                values.append(e.errno)
        assert values[0] == values[1], "%s of %s: %r" % (key, path, values)
    clear(STOCK)


def check_missing_directory_is_healed():
    os.mkdir(STOCK + "/healed", 0o751)
    os.setxattr(STOCK + "/healed", "user.a", b"1")
    gfid, before = xattr(BRICKS[0] + "/healed", "trusted.gfid"), layouts("/healed")
    gone = next(i for i, (_, m) in enumerate(before) if not m)
    os.rmdir(BRICKS[gone] + "/healed")
    handle = "%s-%s-%s-%s-%s" % (gfid[:8], gfid[8:12], gfid[12:16], gfid[16:20], gfid[20:])
    os.unlink(os.path.join(BRICKS[gone], ".glusterfs", gfid[:2], gfid[2:4], handle))
    deadline = threading.Event()
    for _ in range(100):
        os.stat(OURS + "/healed")
        if os.path.isdir(BRICKS[gone] + "/healed") and layouts("/healed")[gone][0]:
            break
        deadline.wait(0.1)
    assert [v[0][8:] for v in layouts("/healed")] == [v[0][8:] for v in before], layouts("/healed")
    assert xattr(BRICKS[gone] + "/healed", "trusted.gfid") == gfid
    assert xattr(BRICKS[gone] + "/healed", "user.a") == b"1".hex()
    assert os.stat(BRICKS[gone] + "/healed").st_mode & 0o7777 == 0o751
    os.rmdir(STOCK + "/healed")


def worker(mount, seed, errors):
    rnd, own = random.Random(seed), {}
    try:
        for step in range(250):
            name = "%s/d/w%d-%d" % (mount, seed, rnd.randrange(15))
            other = "%s/d/w%d-%d" % (mount, seed, rnd.randrange(15))
            kind = rnd.randrange(4)
            if kind == 0:
                with open(name, "w") as f:
                    f.write("%d" % step)
                own[name] = "%d" % step
            elif kind == 1 and name in own:
                os.unlink(name)
                del own[name]
            elif kind == 2 and name in own and name != other:
                os.rename(name, other)
                own[other] = own.pop(name)
            elif kind == 3:
                shared = "%s/d/shared%d" % (mount, rnd.randrange(3))
                for act in (os.mkdir, os.rmdir):
                    try:
                        act(shared)
                    except OSError as e:
                        # two stock mounts alone make stock answer EIO and ESTALE here (5 of 6 runs)
                        if e.errno not in MAY_HAPPEN + ([errno.EIO, errno.ESTALE] if mount == STOCK else []):
                            raise
        for name, content in own.items():
            assert open(name).read() == content, name
    except Exception:
        errors.append("seed %d: %s" % (seed, traceback.format_exc(limit=-1).replace("\n", " ")))


def check_both_at_once():
    os.mkdir(OURS + "/d")
    assert os.listdir(STOCK + "/d") == []
    errors = []
    threads = [threading.Thread(target=worker, args=(m, s, errors)) for m, s in ((OURS, 1), (STOCK, 2), (OURS, 3), (STOCK, 4))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not errors, errors
    assert sorted(os.listdir(OURS + "/d")) == sorted(os.listdir(STOCK + "/d"))
    clear(OURS)


failed = 0
for name, check in sorted(globals().copy().items()):
    if name.startswith("check_"):
        try:
            check()
            print("ok " + name[6:].replace("_", "-"), flush=True)
        except Exception as e:
            failed = 1
            print("FAIL %s: %s" % (name[6:].replace("_", "-"), ascii(str(e) or traceback.format_exc(limit=-1))), flush=True)
            os.system("rm -rf '%s/d' '%s/healed'" % (OURS, OURS))
sys.exit(failed)
