"""POSIX access control lists, as the kernel's binary form in system.posix_acl_*."""
import os
import stat
import struct

from contract.core import attempt, case, get, make, mode, opened, put, sys, umask, user

ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"
USER_OBJ, USER, GROUP_OBJ, GROUP, MASK, OTHER = 1, 2, 4, 8, 16, 32
NONE = 0xFFFFFFFF
A, B, G = 65501, 65502, 65510


def acl(*entries):
    """Entries are (tag, permissions) or (tag, permissions, id)."""
    return struct.pack("<I", 2) + b"".join(
        struct.pack("<HHI", e[0], e[1], e[2] if len(e) > 2 else NONE) for e in entries)


def parsed(value):
    return [e if e[2] != NONE else e[:2] for e in struct.iter_unpack("<HHI", value[4:])]


FULL = ((USER_OBJ, 6), (USER, 4, A), (GROUP_OBJ, 0), (GROUP, 6, G), (MASK, 6), (OTHER, 0))


@case(("regular", "dir", "fifo"), needs="acl")
def set_and_get(t, kind):
    make(kind, "x", 0o640)
    t.fails("none yet", "ENODATA", os.getxattr, "x", ACCESS)
    os.setxattr("x", ACCESS, acl(*FULL))
    t.eq("entries", parsed(os.getxattr("x", ACCESS)), list(FULL))
    t.eq("mode shows the mask", mode("x"), 0o660)
    os.chmod("x", 0o640)
    t.eq("chmod sets the mask", dict((e[0], e[1]) for e in parsed(os.getxattr("x", ACCESS)))[MASK], 4)
    os.setxattr("x", ACCESS, acl((USER_OBJ, 7), (GROUP_OBJ, 5), (OTHER, 1)))
    t.eq("a minimal one is a mode", mode("x"), 0o751)
    t.fails("and is not kept", "ENODATA", os.getxattr, "x", ACCESS)
    os.setxattr("x", ACCESS, acl(*FULL))
    os.removexattr("x", ACCESS)
    t.fails("removed", "ENODATA", os.getxattr, "x", ACCESS)
    t.eq("listed", ACCESS in os.listxattr("x"), False)


@case(needs="acl")
def refused(t):
    put("x")
    os.symlink("x", "l")
    for label, entries in (("no mask", ((USER_OBJ, 6), (USER, 4, A), (GROUP_OBJ, 0), (OTHER, 0))),
                           ("no other", ((USER_OBJ, 6), (GROUP_OBJ, 0))),
                           ("order", ((OTHER, 0), (USER_OBJ, 6), (GROUP_OBJ, 0))),
                           ("twice", ((USER_OBJ, 6), (USER_OBJ, 6), (GROUP_OBJ, 0), (OTHER, 0))),
                           ("permissions", ((USER_OBJ, 9), (GROUP_OBJ, 0), (OTHER, 0)))):
        t.fails(label, "EINVAL", os.setxattr, "x", ACCESS, acl(*entries))
    t.fails("version", "EOPNOTSUPP|EINVAL", os.setxattr, "x", ACCESS, struct.pack("<I", 9))
    t.fails("default of a file", "EACCES", os.setxattr, "x", DEFAULT, acl(*FULL))
    t.fails("of a link", "EOPNOTSUPP", lambda: os.setxattr("l", ACCESS, acl(*FULL), follow_symlinks=False))
    with user(A):
        t.fails("by a stranger", "EPERM", os.setxattr, "x", ACCESS, acl(*FULL))
        t.fails("removal by a stranger", "EPERM", os.removexattr, "x", ACCESS)


@case(needs="acl")
def permissions(t):
    put("x", b"content", 0o600)
    os.setxattr("x", ACCESS, acl((USER_OBJ, 6), (USER, 4, A), (USER, 6, B), (GROUP_OBJ, 0), (GROUP, 4, G), (MASK, 6),
                                 (OTHER, 0)))
    may = lambda flags: attempt(lambda: os.close(os.open("x", flags)))  # noqa: E731
    for label, ids, read, write in (("named reader", (A,), None, "EACCES"), ("named writer", (B,), None, None),
                                    ("group", (65503, G), None, "EACCES"),
                                    ("supplementary group", (65503, 65503, 1, G), None, "EACCES"),
                                    ("stranger", (65504,), "EACCES", "EACCES"), ("root", (0, 0), None, None)):
        with user(*ids):
            t.eq(label, (may(os.O_RDONLY), may(os.O_WRONLY)), (read, write))
    os.chmod("x", 0o640)
    with user(B):
        t.eq("the mask limits", (may(os.O_RDONLY), may(os.O_WRONLY)), (None, "EACCES"))
    os.chmod("x", 0o600)
    with user(B):
        t.eq("the mask takes all", (may(os.O_RDONLY), may(os.O_WRONLY)), ("EACCES", "EACCES"))
    os.mkdir("d", 0o700)
    os.chmod("d", 0o700)
    put("d/f", b"x", 0o666)
    os.setxattr("d", ACCESS, acl((USER_OBJ, 7), (USER, 7, A), (USER, 4, B), (GROUP_OBJ, 0), (MASK, 7), (OTHER, 0)))
    with user(A):
        t.eq("search", get("d/f"), b"x")
        t.works("create", put, "d/new")
        t.works("unlink", os.unlink, "d/f")
    with user(B):
        t.fails("no search", "EACCES", get, "d/new")
        t.eq("list", os.listdir("d"), ["new"])


@case((0o022, 0o777, 0), ("regular", "dir", "fifo", "symlink"), needs="acl")
def inheritance(t, mask, kind):
    os.mkdir("d")
    default = ((USER_OBJ, 7), (USER, 5, A), (GROUP_OBJ, 5), (MASK, 7), (OTHER, 4))
    os.setxattr("d", DEFAULT, acl(*default))
    t.eq("default", parsed(os.getxattr("d", DEFAULT)), list(default))
    t.fails("no access list by it", "ENODATA", os.getxattr, "d", ACCESS)
    with umask(mask):
        if kind == "dir":
            os.mkdir("d/x", 0o777)
        elif kind == "regular":
            os.close(os.open("d/x", os.O_CREAT | os.O_WRONLY, 0o640))
        elif kind == "fifo":
            os.mkfifo("d/x", 0o640)
        else:
            os.symlink("y", "d/x")
            return t.fails("a link inherits nothing", "EOPNOTSUPP|ENODATA",
                           lambda: os.getxattr("d/x", ACCESS, follow_symlinks=False))
    # The umask does not count; the mode given limits owner, mask and other.
    expected = [(USER_OBJ, 7), (USER, 5, A), (GROUP_OBJ, 5), (MASK, 7), (OTHER, 4)] if kind == "dir" else [
        (USER_OBJ, 6), (USER, 5, A), (GROUP_OBJ, 5), (MASK, 4), (OTHER, 0)]
    t.eq("access list", parsed(os.getxattr("d/x", ACCESS)), expected)
    t.eq("mode", mode("d/x"), 0o774 if kind == "dir" else 0o640)
    if kind == "dir":
        t.eq("default list", parsed(os.getxattr("d/x", DEFAULT)), list(default))
        os.mkdir("d/x/y")
        t.eq("next level", parsed(os.getxattr("d/x/y", DEFAULT)), list(default))
    else:
        t.fails("no default list", "ENODATA|EACCES", os.getxattr, "d/x", DEFAULT)
    os.removexattr("d", DEFAULT)
    put("d/later", b"", 0o640)
    t.fails("no more", "ENODATA", os.getxattr, "d/later", ACCESS)


@case(needs="acl")
def minimal_default(t):
    os.mkdir("d")
    os.setxattr("d", DEFAULT, acl((USER_OBJ, 7), (GROUP_OBJ, 5), (OTHER, 0)))
    with umask(0o077):
        os.close(os.open("d/x", os.O_CREAT | os.O_WRONLY, 0o666))
        os.mkdir("d/y", 0o777)
    t.eq("file", mode("d/x"), 0o640)
    t.eq("directory", mode("d/y"), 0o750)
    t.eq("default of it", parsed(os.getxattr("d/y", DEFAULT)), [(USER_OBJ, 7), (GROUP_OBJ, 5), (OTHER, 0)])
    t.fails("no access list", "ENODATA", os.getxattr, "d/x", ACCESS)


@case(needs="acl")
def setgid_and_lists(t):
    put("x")
    os.chown("x", A, G)
    os.chmod("x", 0o2755)
    with user(A, 65520):
        os.setxattr("x", ACCESS, acl((USER_OBJ, 7), (GROUP_OBJ, 5), (OTHER, 5)))
    t.eq("setgid goes for strangers to the group", oct(mode("x")), oct(0o755))
    os.chmod("x", 0o2755)
    os.setxattr("x", ACCESS, acl((USER_OBJ, 7), (GROUP_OBJ, 5), (OTHER, 5)))
    t.eq("root keeps it", oct(mode("x")), oct(0o2755))


@case(needs="acl")
def moved_and_stamped(t):
    put("x")
    before = os.stat("x").st_ctime_ns
    import time
    time.sleep(0.012)
    os.setxattr("x", ACCESS, acl(*FULL))
    t.true("ctime", os.stat("x").st_ctime_ns > before)
    os.rename("x", "y")
    t.eq("after rename", parsed(os.getxattr("y", ACCESS)), list(FULL))
    os.link("y", "z")
    t.eq("by a link", parsed(os.getxattr("z", ACCESS)), list(FULL))
    with opened("z") as fd:
        t.eq("by a descriptor", parsed(os.getxattr(fd, ACCESS)), list(FULL))
        t.eq("type", stat.S_ISREG(os.fstat(fd).st_mode), True)
    t.true("size", sys("getxattr", "z", ACCESS, None, 0) == 4 + 8 * len(FULL))


@case()
def lists_or_not(t):
    """Without lists EOPNOTSUPP, and permissions are those of the mode."""
    put("x")
    got = attempt(os.getxattr, "x", ACCESS)
    t.true("errno", got in ("ENODATA", "EOPNOTSUPP"), got)
