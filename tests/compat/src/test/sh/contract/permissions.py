"""Who may do what: search, read and write permission by class, ownership, sticky directories, privileges."""
import os
import stat

from contract import calls
from contract.core import (AT_EACCESS, KINDS, NO_LINKS, attempt, case, get, in_child, make, mode, opened, put, remove,
                           sys, user)

OWNER, GROUP, OTHER = 65501, 65502, 65503
WHO = {"owner": (OWNER, OTHER), "group": (OTHER, GROUP), "supplementary": (OTHER, OTHER, 65510, GROUP, 65511),
       "other": (OTHER, OTHER)}
SHIFT = {"owner": 6, "group": 3, "supplementary": 3, "other": 0}


def place(kind="regular", bits=0o777):
    """d, of OWNER and GROUP, with x of the kind in it; both with full permissions."""
    os.chmod(".", 0o777)
    os.mkdir("d")
    make(kind, "d/x", 0o777)
    os.lchown("d/x", OWNER, GROUP)
    os.chown("d", OWNER, GROUP)
    os.chmod("d", bits)
    put("other", b"", 0o666)
    os.chown("other", OWNER, GROUP)


# chroot and devices are not for users; access and faccessat ask for the real user, who is root here.
@case([c for c in calls.ALL if c not in ("chroot", "mknod-char", "mknod-block", "access", "faccessat")], WHO)
def search_permission(t, call, who):
    """Each call needs search permission on the prefix, for each class, and that of its own class only."""
    place()
    for bits in (0o777 & ~(1 << SHIFT[who]), 0o111 & ~(1 << SHIFT[who])):
        os.chmod("d", bits)
        with user(*WHO[who]):
            path = "d/new" if call in calls.NEW else "d/x"
            t.fails("without, mode %o" % bits, "EACCES", calls.ALL[call], path)


@case([c for c in calls.NEW if c not in ("mknod-char", "mknod-block")], WHO)
def write_permission_to_make(t, call, who):
    place()
    os.chmod("d", 0o777 & ~(2 << SHIFT[who]))
    os.chown("other", WHO[who][0], GROUP)
    with user(*WHO[who]):
        t.fails("without", "EACCES", calls.NEW[call], "d/new")
        if call not in ("rename-to", "creat", "open-creat"):
            t.fails("existing object", "EEXIST", calls.NEW[call], "d/x")
    t.eq("nothing made", os.listdir("d"), ["x"])
    os.chmod("d", 0o3 << SHIFT[who])
    with user(*WHO[who]):
        t.works("with write and search only", calls.NEW[call], "d/new")
    st = os.lstat("d/new")
    if call not in ("link-to", "linkat-to", "rename-to"):
        t.eq("owner", (st.st_uid, st.st_gid), WHO[who][:2])


@case(KINDS, WHO)
def write_permission_to_remove(t, kind, who):
    place(kind)
    os.chmod("d", 0o777 & ~(2 << SHIFT[who]))
    with user(*WHO[who]):
        t.fails("without", "EACCES", remove, "d/x")
        t.fails("rename away", "EACCES", os.rename, "d/x", "y")
        t.fails("rename within", "EACCES", os.rename, "d/x", "d/y")
        t.fails("rename over", "EACCES", os.rename, "other", "d/x") if kind != "dir" else None
    t.true("still there", os.path.lexists("d/x"))
    os.chmod("d", 0o3 << SHIFT[who])
    with user(*WHO[who]):
        t.works("with", remove, "d/x")


def opens(flags):
    return lambda: os.close(os.open("x", flags | os.O_NONBLOCK))


@case(WHO, range(8))
def open_permission(t, who, bits):
    put("x", b"content")
    os.chown("x", OWNER, GROUP)
    # All other classes have the opposite bits: only the caller's own class counts.
    full = 0
    for shift in (0, 3, 6):
        full |= (bits if shift == SHIFT[who] else 7 & ~bits) << shift
    os.chmod("x", full)
    may = {4: "ok" if bits & 4 else "EACCES", 2: "ok" if bits & 2 else "EACCES"}
    with user(*WHO[who]):
        t.outcome("read", may[4], opens(os.O_RDONLY))
        t.outcome("write", may[2], opens(os.O_WRONLY))
        t.outcome("both", "ok" if bits & 6 == 6 else "EACCES", opens(os.O_RDWR))
        t.outcome("append", may[2], opens(os.O_WRONLY | os.O_APPEND))
        t.outcome("O_PATH", "ok", lambda: os.close(os.open("x", os.O_PATH)))
        t.outcome("truncate", may[2], os.truncate, "x", 3)
        t.outcome("O_TRUNC", may[2], opens(os.O_WRONLY | os.O_TRUNC))
        for wish in range(8):
            t.outcome("faccessat2 %o" % wish, "ok" if wish & bits == wish else "EACCES",
                      lambda: sys("faccessat2", -100, "x", wish, AT_EACCESS))
        t.outcome("utimensat now", "ok" if who == "owner" or bits & 2 else "EACCES", os.utime, "x")
        t.outcome("utimensat", "ok" if who == "owner" else "EPERM", os.utime, "x", (1, 2))
        t.outcome("chmod", "ok" if who == "owner" else "EPERM", os.chmod, "x", full)
        t.outcome("setxattr", may[2], os.setxattr, "x", "user.k", b"v")
        t.outcome("getxattr", may[4] if not bits & 4 else ("ok" if bits & 2 else "ENODATA"), os.getxattr, "x", "user.k")
        t.works("stat", os.stat, "x")


@case(WHO, range(8))
def directory_permission(t, who, bits):
    place()
    os.mkdir("d/old")
    full = 0
    for shift in (0, 3, 6):
        full |= (bits if shift == SHIFT[who] else 7 & ~bits) << shift
    os.chmod("d", full)
    r, w, x = bits & 4, bits & 2, bits & 1
    with user(*WHO[who]):
        t.outcome("list", "ok" if r else "EACCES", os.listdir, "d")
        t.outcome("stat within", "ok" if x else "EACCES", os.stat, "d/x")
        t.outcome("missing within", "ENOENT" if x else "EACCES", os.stat, "d/none")
        t.outcome("open within", "ok" if x else "EACCES", lambda: os.close(os.open("d/x", os.O_RDONLY)))
        t.outcome("link within", "ok" if w and x else "EACCES", os.link, "other", "d/l")
        t.outcome("create within", "ok" if w and x else "EACCES", put, "d/new")
        t.outcome("mkdir within", "ok" if w and x else "EACCES", os.mkdir, "d/sub")
        t.outcome("rmdir within", "ok" if w and x else "EACCES", os.rmdir, "d/old")
        t.outcome("unlink within", "ok" if w and x else "EACCES", os.unlink, "d/x")
        t.eq("chdir", in_child(attempt, os.chdir, "d"), None if x else "EACCES")
        t.outcome("utimensat now", "ok" if who == "owner" or w else "EACCES", os.utime, "d")


@case(NO_LINKS, ("root", "owner", "group", "other"))
def chmod_is_for_owners(t, kind, who):
    make(kind, "x", 0o644)
    os.chown("x", OWNER, GROUP)
    ids = {"root": (0, 0), **WHO}[who]
    with user(*ids):
        t.outcome("chmod", "ok" if who in ("root", "owner") else "EPERM", os.chmod, "x", 0o751)
    t.eq("mode", mode("x"), 0o751 if who in ("root", "owner") else 0o644)


@case(NO_LINKS)
def setgid_needs_membership(t, kind):
    make(kind, "x", 0o644)
    os.chown("x", OWNER, GROUP)
    with user(OWNER, OTHER):
        t.works("chmod", os.chmod, "x", 0o2755)
    t.eq("dropped for strangers to the group", mode("x"), 0o755)
    with user(OWNER, GROUP):
        t.works("chmod by a member", os.chmod, "x", 0o2755)
    t.eq("kept", mode("x"), 0o2755)
    os.chmod("x", 0o644)
    with user(OWNER, OTHER, 65520, GROUP):
        t.works("chmod by a supplementary member", os.chmod, "x", 0o2755)
    t.eq("kept too", mode("x"), 0o2755)
    with user(OWNER, OTHER):
        t.works("sticky and setuid", os.chmod, "x", 0o5755)
    t.eq("kept for owners", mode("x"), 0o5755)


@case(KINDS)
def chown_is_for_root(t, kind):
    make(kind, "x", 0o644)
    os.lchown("x", OWNER, GROUP)
    with user(OWNER, GROUP, 65520):
        t.fails("to another user", "EPERM", os.lchown, "x", OTHER, -1)
        t.fails("to a foreign group", "EPERM", os.lchown, "x", -1, OTHER)
        t.works("to himself", os.lchown, "x", OWNER, -1)
        t.works("nothing", os.lchown, "x", -1, -1)
        t.works("to his supplementary group", os.lchown, "x", -1, 65520)
        t.eq("group", os.lstat("x").st_gid, 65520)
        t.works("both his own", os.lchown, "x", OWNER, GROUP)
        t.fails("user and group", "EPERM", os.lchown, "x", OTHER, GROUP)
    with user(OTHER, GROUP):
        t.fails("by a stranger", "EPERM", os.lchown, "x", -1, GROUP)
        t.fails("by a stranger to himself", "EPERM", os.lchown, "x", OTHER, -1)
    t.eq("owner", (os.lstat("x").st_uid, os.lstat("x").st_gid), (OWNER, GROUP))


@case(KINDS, ("owner-of-file", "owner-of-directory", "stranger", "root"), (0o1777, 0o777))
def sticky(t, kind, who, bits):
    """In a sticky directory only the owners of file and directory remove or rename."""
    os.chmod(".", 0o777)
    os.mkdir("d")
    make(kind, "d/x", 0o777)
    make(kind, "d/y", 0o777)
    for n in ("x", "y"):
        os.lchown("d/" + n, OWNER, OWNER)
    os.chown("d", GROUP, GROUP)
    os.chmod("d", bits)
    ids = {"owner-of-file": (OWNER,), "owner-of-directory": (GROUP,), "stranger": (OTHER,), "root": (0, 0)}[who]
    refused = who == "stranger" and bits & 0o1000
    with user(*ids):
        make("dir" if kind == "dir" else "regular", "d/mine")
        t.outcome("rename over", "EPERM" if refused else "ok", os.rename, "d/mine", "d/y")
        t.outcome("rename away", "EPERM" if refused else "ok", os.rename, "d/x", "d/z")
        path = "d/x" if refused else "d/z"
        if kind == "dir" and who == "owner-of-directory":
            # Another directory's ".." changes: needs write permission on it, which 0777 gives.
            t.outcome("rename a directory out", "ok", os.rename, path, "z")
            os.rename("z", path)
        t.outcome("remove", "EPERM" if refused else "ok", remove, path)
    t.eq("there", os.path.lexists("d/x"), bool(refused))


@case()
def moving_a_directory_needs_write_on_it(t):
    os.chmod(".", 0o777)
    for n in ("a", "b", "a/sub"):
        os.mkdir(n)
        os.chown(n, OWNER, OWNER)
    os.chmod("a/sub", 0o555)
    with user(OWNER):
        t.fails("to another parent", "EACCES", os.rename, "a/sub", "b/sub")
        t.works("within the parent", os.rename, "a/sub", "a/sub2")
    os.chmod("a/sub2", 0o755)
    with user(OWNER):
        t.works("with it", os.rename, "a/sub2", "b/sub")


@case(("char", "block"))
def devices_are_for_root(t, kind):
    os.chmod(".", 0o777)
    with user(OWNER):
        t.fails("mknod", "EPERM", make, kind, "x")
        t.works("fifo", make, "fifo", "f")
        t.works("socket", make, "socket", "s")
        t.works("regular by mknod", os.mknod, "r", stat.S_IFREG | 0o600)
    t.eq("listing", sorted(os.listdir(".")), ["f", "r", "s"])


@case(WHO)
def access_uses_real_ids(t, who):
    put("x", b"", 0o600)
    os.chown("x", OWNER, GROUP)
    with user(*WHO[who]):
        t.outcome("access by real ids", "ok", lambda: sys("access", "x", os.R_OK | os.W_OK))
        t.fails("execute, for root too", "EACCES", sys, "access", "x", os.X_OK)
        t.outcome("faccessat2 by effective ids", "ok" if who == "owner" else "EACCES",
                  lambda: sys("faccessat2", -100, "x", os.R_OK, AT_EACCESS))


@case()
def root_may_all(t):
    os.mkdir("d")
    put("d/x", b"content", 0)
    os.chown("d/x", OWNER, OWNER)
    os.chown("d", OWNER, OWNER)
    os.chmod("d", 0)
    t.eq("read", get("d/x"), b"content")
    t.works("write", lambda: os.close(os.open("d/x", os.O_WRONLY)))
    t.eq("list", os.listdir("d"), ["x"])
    t.fails("execute", "EACCES", lambda: os.execv("./d/x", ["x"]))
    t.works("create", put, "d/y")
    os.chmod("d/x", 0o100)
    t.eq("access for execute", os.access("d/x", os.X_OK), True)


@case(WHO)
def execution(t, who):
    put("x", b"#!/bin/sh\nexit 7\n", 0o777)
    os.chown("x", OWNER, GROUP)

    def run():
        pid = os.fork()
        if pid == 0:
            try:
                with user(*WHO[who]):
                    os.execv("./x", ["x"])
            except OSError as e:
                os._exit(100 + (e.errno == 13))
            os._exit(99)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    t.eq("with permission", run(), 7)
    os.chmod("x", 0o777 & ~(1 << SHIFT[who]))
    t.eq("without", run(), 101)


@case()
def permissions_are_checked_at_open_only(t):
    put("x", b"content", 0o666)
    os.chown("x", OWNER, OWNER)
    with user(OWNER):
        with opened("x", os.O_RDWR) as fd:
            os.chmod("x", 0)
            t.eq("read", os.pread(fd, 9, 0), b"content")
            t.eq("write", os.pwrite(fd, b"C", 0), 1)
            t.works("ftruncate", os.ftruncate, fd, 3)
            t.works("fsync", os.fsync, fd)
            t.works("fchmod", os.fchmod, fd, 0o400)
        t.fails("open for writing", "EACCES", os.open, "x", os.O_WRONLY)
    os.chmod("x", 0o666)
    with user(OTHER):
        with opened("x", os.O_RDWR) as fd:
            t.fails("fchmod of a stranger", "EPERM", os.fchmod, fd, 0)
            t.fails("fchown of a stranger", "EPERM", os.fchown, fd, OTHER, -1)
            t.eq("write of a stranger", os.pwrite(fd, b"D", 1), 1)


@case()
def created_without_permission_for_the_creator(t):
    os.chmod(".", 0o777)
    with user(OWNER):
        fd = os.open("x", os.O_CREAT | os.O_EXCL | os.O_RDWR, 0)
        t.eq("writes", os.write(fd, b"abc"), 3)
        t.eq("reads", os.pread(fd, 3, 0), b"abc")
        t.works("truncates", os.ftruncate, fd, 1)
        os.close(fd)
        t.fails("opens no more", "EACCES", os.open, "x", os.O_RDONLY)
        fd = os.open("y", os.O_CREAT | os.O_RDWR, 0o444)
        t.eq("writes to 0444", os.write(fd, b"abc"), 3)
        os.close(fd)


@case(("mknod", "mkdir", "creat", "symlink"), (0o2777, 0o777))
def group_of_new_objects(t, call, bits):
    os.chmod(".", 0o777)
    os.mkdir("d")
    os.chown("d", OWNER, GROUP)
    os.chmod("d", bits)
    kind = {"mknod": "fifo", "mkdir": "dir", "creat": "regular", "symlink": "symlink"}[call]
    with user(OTHER, OTHER), opened("d") as d:
        if kind == "dir":
            os.mkdir("x", 0o755, dir_fd=d)
        elif kind == "regular":
            os.close(os.open("x", os.O_CREAT | os.O_WRONLY, 0o2754, dir_fd=d))
        else:
            make(kind, "d/x")
    st = os.lstat("d/x")
    inherited = bits & 0o2000
    t.eq("owner", st.st_uid, OTHER)
    t.eq("group", st.st_gid, GROUP if inherited else OTHER)
    if kind == "dir":
        t.eq("setgid", bool(st.st_mode & 0o2000), bool(inherited))
    if kind == "regular" and inherited:
        t.eq("setgid of a file needs membership", st.st_mode & 0o2000, 0)
