"""features.py MOUNT BRICK KIND: what features of the brick graph do, as an application and as the disk see it."""
import errno
import os
import subprocess
import sys
import threading
import time
import traceback

sys.dont_write_bytecode = True
from steps import eq, fails, get, put, true

M, BRICK, KIND = sys.argv[1:4]
FAILED = []


def gluster_set(key, value):
    done = subprocess.run(["gluster", "--mode=script", "volume", "set", "vol", key, value], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60)
    true("volume set %s %s: %s%s" % (key, value, done.stdout, done.stderr), done.returncode == 0)


def soon(what, claim):
    """A brick follows its volfile within ten seconds."""
    until = time.monotonic() + 10
    while not claim():
        true(what + " within 10 s", time.monotonic() < until)
        time.sleep(0.05)


def refused(call, *args):
    try:
        call(*args)
    except OSError as e:
        return e.errno == errno.EROFS
    return False


def step(function):
    said = None
    try:
        function()
    except (AssertionError, OSError) as e:
        said = "%s in line %d" % (repr(e), traceback.extract_tb(e.__traceback__)[1].lineno)
        FAILED.append(function.__name__)
    name = function.__name__.replace("_", "-")
    print("FAIL %s: %s" % (name, said) if said else "ok " + name, flush=True)


def xattr(name, key):
    return os.getxattr(BRICK + "/" + name, key)


@step
def read_only_refuses_changes():
    put(M + "/ro", b"x")
    gluster_set("features.read-only", "on")
    soon("refusal", lambda: refused(os.mkdir, M + "/d%f" % time.monotonic()))
    with fails("EROFS"):
        os.unlink(M + "/ro")
    gluster_set("features.read-only", "off")
    soon("permission", lambda: not refused(os.chmod, M + "/ro", 0o600))


@step
def a_worm_volume_changes_no_file():
    put(M + "/w", b"x")
    gluster_set("features.worm", "on")
    soon("refusal", lambda: refused(os.truncate, M + "/w", 0))
    put(M + "/w2", b"new files may be made")
    with fails("EROFS"):
        os.unlink(M + "/w2")
    with fails("EROFS"):
        os.rename(M + "/w2", M + "/w3")
    gluster_set("features.worm", "off")
    soon("permission", lambda: not refused(os.truncate, M + "/w", 0))


@step
def worm_files_are_committed_and_retained():
    gluster_set("features.default-retention-period", "3")
    gluster_set("features.worm-file-level", "on")

    def is_on():
        name = "probe%f" % time.monotonic()
        put(M + "/" + name, b"x")
        return "trusted.start_time" in os.listxattr(BRICK + "/" + name)

    soon("marks", is_on)
    put(M + "/c", b"committed")
    soon("mark", lambda: "trusted.worm_file" in os.listxattr(BRICK + "/c"))
    eq("mark", xattr("c", "trusted.worm_file"), b"1\0")
    os.chmod(M + "/c", 0o444)
    end = time.time() + 3
    eq("state", xattr("c", "trusted.reten_state"), b"3/3/180\0")
    true("end of retention is the access time", abs(os.stat(M + "/c").st_atime - end) < 2)
    with fails("EROFS"):
        os.unlink(M + "/c")
    with fails("EROFS"):
        os.rename(M + "/c", M + "/c2")
    with fails("EROFS"):
        os.truncate(M + "/c", 0)
    time.sleep(max(0.0, os.stat(M + "/c").st_atime + 1.1 - time.time()))
    with fails("EROFS"):
        os.truncate(M + "/c", 0)
    eq("state", xattr("c", "trusted.reten_state"), b"1/0/0\0")
    os.unlink(M + "/c")
    gluster_set("features.worm-file-level", "off")


def removing(path):
    done = threading.Event()

    def remove():
        os.unlink(path)
        done.set()

    threading.Thread(target=remove, daemon=True).start()
    return done


@step
def the_barrier_holds_acknowledgements():
    # The kernel holds the directory of a removal locked until it is acknowledged.
    os.mkdir(M + "/bd")
    files = iter("b%d" % i for i in range(100))
    held = []

    def is_held():
        """A brick follows the volfile a moment after glusterd has changed it."""
        name = next(files)
        put(M + "/bd/" + name, b"x")
        done = removing(M + "/bd/" + name)
        soon("removal on the disk", lambda: not os.path.lexists(BRICK + "/bd/" + name))
        held.append(done)
        return not done.wait(1)

    gluster_set("features.barrier", "enable")
    soon("a removal that is held", is_held)
    os.mkdir(M + "/passes")
    gluster_set("features.barrier", "disable")
    true("acknowledged", held[-1].wait(10))


@step
def the_trash_keeps_what_is_removed():
    gluster_set("features.trash", "on")
    soon("trash", lambda: os.path.isdir(M + "/.trashcan"))
    eq("gfid", os.getxattr(BRICK + "/.trashcan", "trusted.gfid"), bytes(15) + b"\5")
    os.mkdir(M + "/td")
    put(M + "/td/t", b"text")
    os.unlink(M + "/td/t")
    # Stock makes directories of the trash without gfid, which a lookup gives them when they are a second old.
    soon("directory", lambda: os.path.isdir(M + "/.trashcan/td"))
    kept = os.listdir(M + "/.trashcan/td")
    eq("kept", [n[:2] for n in kept], ["t_"])
    eq("content", get(M + "/.trashcan/td/" + kept[0]), b"text")
    with fails("EPERM"):
        os.rmdir(M + "/.trashcan")
    gluster_set("features.trash", "off")


def the_trash_keeps_what_is_cut_off():
    gluster_set("features.trash", "on")
    soon("trash", lambda: os.path.isdir(M + "/.trashcan"))
    put(M + "/tt", b"cut off")
    os.truncate(M + "/tt", 1)
    kept = [n for n in os.listdir(M + "/.trashcan") if n.startswith("tt_")]
    eq("kept", len(kept), 1)
    eq("content", get(M + "/.trashcan/" + kept[0]), b"cut off")
    os.unlink(M + "/.trashcan/" + kept[0])
    eq("gone", [n for n in os.listdir(M + "/.trashcan") if n.startswith("tt_")], [])
    gluster_set("features.trash", "off")


# Stock's gives the copy a name with a slash, which its storage refuses.
if KIND == "glusterj":
    step(the_trash_keeps_what_is_cut_off)


@step
def entries_are_as_ever():
    os.mkdir(M + "/o")
    put(M + "/o/a", b"1")
    os.rename(M + "/o/a", M + "/o/b")
    os.link(M + "/o/b", M + "/o/c")
    eq("names", sorted(os.listdir(M + "/o")), ["b", "c"])
    eq("content", get(M + "/o/c"), b"1")


sys.exit(1 if FAILED else 0)
