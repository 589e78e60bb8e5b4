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


def gluster(*words):
    done = subprocess.run(["gluster", "--mode=script", *words], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=60)
    true(" ".join(words) + ": " + done.stdout + done.stderr, done.returncode == 0)


def gluster_set(key, value):
    gluster("volume", "set", "vol", key, value)


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


def journal_records(path):
    """The records of a journal in text encoding: lists of fields, the letter before the gfid one of them."""
    header, _, body = get(path).partition(b"\n")
    eq("header", header, b"GlusterFS Changelog | version: v1.2 | encoding : 2")
    counts = {"3": 5, "4": 5, "23": 5, "7": 2, "9": 2, "8": 3, "5": 3, "6": 3}
    records, fields = [], body.decode().split("\0")
    while fields != [""]:
        letter, gfid, fields = fields[0][0], fields[0][1:], fields[1:]
        count = {"D": lambda: 0, "M": lambda: 1, "E": lambda: counts[fields[0]]}[letter]()
        # The path of what is removed stands after its name; when it is not recorded, a NUL is there instead.
        extra = letter == "E" and fields[0] in "56" and fields[2] == ""
        records.append([letter, gfid] + fields[:count])
        fields = fields[count + extra:]
    return records


@step
def the_changelog_records_what_changes():
    journals = BRICK + "/.glusterfs/changelogs"
    names = {"00000000-0000-0000-0000-000000000001": "root"}

    def gfid(name):
        raw = os.getxattr(BRICK + "/" + name, "trusted.gfid").hex()
        text = "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))
        names[text] = name
        return text

    def slices():
        return sorted(os.path.join(d, n) for d, _, ns in os.walk(journals) for n in ns if n.startswith("CHANGELOG.1"))

    gluster_set("changelog.rollover-time", "600")
    gluster_set("changelog.capture-del-path", "on")
    gluster_set("changelog.changelog", "on")
    soon("journal", lambda: os.path.exists(journals + "/CHANGELOG"))
    time.sleep(1.1)
    os.mkdir(M + "/jd", 0o755)
    gfid("jd")
    put(M + "/jd/f", b"content")
    gfid("jd/f")
    os.chmod(M + "/jd/f", 0o600)
    os.setxattr(M + "/jd/f", "user.a", b"b")
    os.removexattr(M + "/jd/f", "user.a")
    os.link(M + "/jd/f", M + "/jd/h")
    os.symlink("nowhere", M + "/jd/s")
    gfid("jd/h")
    os.rename(M + "/jd/f", M + "/jd/g")
    os.truncate(M + "/jd/g", 1)
    os.mkfifo(M + "/jd/p", 0o644)
    gfid("jd/p")
    os.mkdir(M + "/jd/e", 0o700)
    gfid("jd/e")
    os.rename(M + "/jd/e", M + "/jd/e2")
    os.rmdir(M + "/jd/e2")
    os.unlink(M + "/jd/h")
    before = slices()
    gluster_set("changelog.capture-del-path", "off")
    soon("a slice", lambda: len(slices()) > len(before))
    new = slices()[-1]
    last = new.rpartition(".")[2]
    listed = os.getxattr(journals + "/htime", "trusted.glusterfs.current_htime").decode()
    soon("list", lambda: get(journals + "/htime/" + listed).endswith(new.encode() + b"\0"))
    count = last.encode() + b":"
    soon("count", lambda: os.getxattr(journals + "/htime/" + listed, "trusted.glusterfs.htime").startswith(count))
    got = []
    for record in journal_records(new):
        line = " ".join(record[:1] + record[2:]).strip()
        for known, name in names.items():
            line = line.replace(known, name)
        got.append(line)
    eq("records", got, [
        "E 4 16877 0 0 root/jd", "E 23 33188 0 0 jd/f", "D", "M 38", "M 17", "E 9 jd/h", "E 7 jd/s", "E 8 jd/f jd/g",
        "E 3 4516 0 0 jd/p", "E 4 16832 0 0 jd/e", "E 8 jd/e jd/e2", "E 6 jd/e2 jd/e2", "E 5 jd/h jd/h"])
    gluster_set("changelog.changelog", "off")
    soon("end", lambda: not os.path.exists(journals + "/CHANGELOG"))


@step
def bitrot_counts_versions_of_files():
    key = "trusted.bit-rot.version"
    gluster("volume", "bitrot", "vol", "enable")

    def is_on():
        name = "bit%f" % time.monotonic()
        put(M + "/" + name, b"x")
        return key in os.listxattr(BRICK + "/" + name)

    soon("versions", is_on)
    put(M + "/bv", b"content")
    first = xattr("bv", key)
    eq("length and version", (len(first), first[:8]), (16, b"\2" + bytes(7)))
    true("time", abs(int.from_bytes(first[8:12], "big") - time.time()) < 300)
    with open(M + "/bv", "r+b") as f:
        f.write(b"changed")
    os.truncate(M + "/bv", 3)
    eq("version", xattr("bv", key), first)
    os.mkdir(M + "/bdir")
    true("directories have none", key not in os.listxattr(BRICK + "/bdir"))
    eq("shown", [n for n in os.listxattr(M + "/bv") if "bit-rot" in n], [])
    for name in (key, "trusted.bit-rot.signature", "trusted.bit-rot.bad-file", "trusted.glusterfs.set-signature"):
        with fails("EINVAL"):
            os.setxattr(M + "/bv", name, bytes(16))
    with fails("EINVAL"):
        os.getxattr(M + "/bv", key)
    with fails("EINVAL"):
        os.removexattr(M + "/bv", key)
    eq("content", get(M + "/bv"), b"cha")
    gluster("volume", "bitrot", "vol", "disable")


@step
def entries_are_as_ever():
    os.mkdir(M + "/o")
    put(M + "/o/a", b"1")
    os.rename(M + "/o/a", M + "/o/b")
    os.link(M + "/o/b", M + "/o/c")
    eq("names", sorted(os.listdir(M + "/o")), ["b", "c"])
    eq("content", get(M + "/o/c"), b"1")


sys.exit(1 if FAILED else 0)
