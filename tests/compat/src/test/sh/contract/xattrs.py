"""Extended attributes: all namespaces, sizes, flags, permissions, lists."""
import ctypes
import os

from contract.core import KINDS, NO_LINKS, SPECIAL, Times, case, get, in_child, make, opened, put, sys, user

CREATE, REPLACE = 1, 2
FILES = ("regular", "dir")


@case(FILES, ("user.k", "trusted.k", "security.k", "user.with.dots", "user.ü", "user. ", "user.UPPER"))
def set_get_list_remove(t, kind, name):
    make(kind, "x")
    for value in (b"", b"v", b"\0", b"a\0b\0", bytes(range(256)), b"x" * 1000, b"text\n"):
        os.setxattr("x", name, value)
        t.eq("value of %d" % len(value), os.getxattr("x", name), value)
        t.eq("listed", name in os.listxattr("x"), True)
    with opened("x") as fd:
        os.setxattr(fd, name, b"by fd")
        t.eq("by descriptor", (os.getxattr(fd, name), os.getxattr("x", name)), (b"by fd", b"by fd"))
        t.eq("listed by descriptor", name in os.listxattr(fd), True)
        os.removexattr(fd, name)
    t.fails("removed", "ENODATA", os.getxattr, "x", name)
    t.fails("removed twice", "ENODATA", os.removexattr, "x", name)
    t.eq("not listed", name in os.listxattr("x"), False)


@case(FILES)
def flags(t, kind):
    make(kind, "x")
    t.fails("replace of none", "ENODATA", os.setxattr, "x", "user.k", b"v", REPLACE)
    t.works("create", os.setxattr, "x", "user.k", b"1", CREATE)
    t.fails("create of one", "EEXIST", os.setxattr, "x", "user.k", b"2", CREATE)
    t.eq("kept", os.getxattr("x", "user.k"), b"1")
    t.works("replace", os.setxattr, "x", "user.k", b"3", REPLACE)
    t.eq("replaced", os.getxattr("x", "user.k"), b"3")
    t.works("neither", os.setxattr, "x", "user.k", b"4")
    t.fails("unknown", "EINVAL", sys, "setxattr", "x", b"user.k", b"5", 1, 64)
    with opened("x") as fd:
        t.fails("create by fd", "EEXIST", os.setxattr, fd, "user.k", b"2", CREATE)
        t.fails("replace by fd", "ENODATA", os.setxattr, fd, "user.none", b"2", REPLACE)
    t.eq("at the end", os.getxattr("x", "user.k"), b"4")


@case(FILES)
def probing(t, kind):
    make(kind, "x")
    b = ctypes.create_string_buffer(b"\xaa" * 200, 200)
    os.setxattr("x", "user.k", b"12345")
    t.eq("size", sys("getxattr", "x", b"user.k", None, 0), 5)
    t.eq("exact", sys("getxattr", "x", b"user.k", b, 5), 5)
    t.eq("not beyond", b.raw[:6], b"12345\xaa")
    t.fails("short", "ERANGE", sys, "getxattr", "x", b"user.k", b, 4)
    t.fails("one", "ERANGE", sys, "getxattr", "x", b"user.k", b, 1)
    os.setxattr("x", "user.e", b"")
    t.eq("empty", sys("getxattr", "x", b"user.e", b, 10), 0)
    t.eq("empty size", sys("getxattr", "x", b"user.e", None, 0), 0)
    n = sys("listxattr", "x", None, 0)
    t.true("list size", n >= 14, n)
    big = ctypes.create_string_buffer(65536)
    t.eq("list", sys("listxattr", "x", big, n), n)
    t.eq("names", sorted(x for x in big.raw[:n].split(b"\0") if x.startswith(b"user.")), [b"user.e", b"user.k"])
    t.fails("list short", "ERANGE", sys, "listxattr", "x", big, n - 1)
    t.fails("missing size", "ENODATA", sys, "getxattr", "x", b"user.none", None, 0)


@case(FILES)
def names(t, kind):
    make(kind, "x")
    long = "user." + "n" * 250
    t.works("255 bytes", os.setxattr, "x", long, b"v")
    t.eq("its value", os.getxattr("x", long), b"v")
    t.fails("256 bytes", "ERANGE", os.setxattr, "x", long + "n", b"v")
    t.fails("empty", "ERANGE", os.setxattr, "x", "", b"v")
    t.fails("no namespace", "EOPNOTSUPP", os.setxattr, "x", "nonamespace", b"v")
    t.fails("unknown namespace", "EOPNOTSUPP", os.setxattr, "x", "foreign.k", b"v")
    t.fails("get of an unknown namespace", "EOPNOTSUPP|ENODATA", os.getxattr, "x", "foreign.k")
    t.fails("namespace only", "EINVAL|EOPNOTSUPP", os.setxattr, "x", "user.", b"v")
    t.fails("namespace without dot", "EOPNOTSUPP", os.setxattr, "x", "user", b"v")
    t.fails("unknown system attribute", "EOPNOTSUPP", os.setxattr, "x", "system.unknown", b"v")
    t.fails("null name", "EFAULT", sys, "setxattr", "x", None, b"v", 1, 0)


@case(FILES)
def large_values(t, kind):
    make(kind, "x")
    for size in (2000, 3500):
        os.setxattr("x", "user.big", b"x" * size)
        t.eq("size %d" % size, os.getxattr("x", "user.big") == b"x" * size, True)
        os.removexattr("x", "user.big")
    t.fails("65537", "E2BIG", os.setxattr, "x", "user.big", b"x" * 65537)
    try:
        os.setxattr("x", "user.big", b"x" * 65536)
        t.eq("65536", os.getxattr("x", "user.big") == b"x" * 65536, True)
    except OSError as e:
        t.true("65536 refused", e.errno in (28, 7), e.errno)


@case(FILES)
def many(t, kind):
    make(kind, "x")
    for i in range(60):
        os.setxattr("x", "user.k%02d" % i, b"value %d" % i)
    names_ = sorted(n for n in os.listxattr("x") if n.startswith("user."))
    t.eq("list", names_, ["user.k%02d" % i for i in range(60)])
    for i in range(0, 60, 2):
        os.removexattr("x", "user.k%02d" % i)
    t.eq("values", [os.getxattr("x", "user.k%02d" % i) for i in range(1, 60, 2)],
         [b"value %d" % i for i in range(1, 60, 2)])


@case(SPECIAL + ["symlink"])
def user_attributes_of_other_kinds(t, kind):
    make(kind, "x")
    t.fails("set", "EPERM", lambda: os.setxattr("x", "user.k", b"v", follow_symlinks=False))
    t.fails("get", "ENODATA|EPERM", lambda: os.getxattr("x", "user.k", follow_symlinks=False))
    t.fails("remove", "EPERM|ENODATA", lambda: os.removexattr("x", "user.k", follow_symlinks=False))
    for name in ("trusted.k", "security.k"):
        os.setxattr("x", name, b"v", follow_symlinks=False)
        t.eq(name, os.getxattr("x", name, follow_symlinks=False), b"v")
        t.eq("listed", name in os.listxattr("x", follow_symlinks=False), True)
        os.removexattr("x", name, follow_symlinks=False)
        t.fails("removed", "ENODATA", lambda: os.getxattr("x", name, follow_symlinks=False))


@case(FILES)
def permissions(t, kind):
    make(kind, "x", 0o777)
    os.chown("x", 65501, 65501)
    os.setxattr("x", "trusted.k", b"secret")
    os.setxattr("x", "user.k", b"v")
    os.setxattr("x", "security.k", b"s")
    with user(65502):
        t.eq("user for readers", os.getxattr("x", "user.k"), b"v")
        t.works("user for writers", os.setxattr, "x", "user.k", b"w")
        t.fails("get trusted", "ENODATA", os.getxattr, "x", "trusted.k")
        t.fails("set trusted", "EPERM", os.setxattr, "x", "trusted.k", b"w")
        t.fails("remove trusted", "EPERM", os.removexattr, "x", "trusted.k")
        t.eq("trusted is not listed", "trusted.k" in os.listxattr("x"), False)
        t.eq("security for all", os.getxattr("x", "security.k"), b"s")
        t.fails("set security", "EPERM", os.setxattr, "x", "security.k", b"w")
    os.chmod("x", 0o700)
    with user(65502):
        t.fails("get without read", "EACCES", os.getxattr, "x", "user.k")
        t.fails("set without write", "EACCES", os.setxattr, "x", "user.k", b"w")
        t.fails("remove without write", "EACCES", os.removexattr, "x", "user.k")
        t.works("list", os.listxattr, "x")
    os.chmod("x", 0o1777)
    with user(65502):
        t.outcome("sticky directory of another", "EPERM" if kind == "dir" else "ok", os.setxattr, "x", "user.k", b"w")
    with user(65501):
        t.works("sticky directory of his own", os.setxattr, "x", "user.k", b"w")
    t.eq("trusted is there", os.getxattr("x", "trusted.k"), b"secret")


@case(("regular", "dir", "symlink"))
def following(t, kind):
    make(kind if kind != "symlink" else "regular", "x")
    os.symlink("x", "l")
    os.setxattr("l", "trusted.k", b"of the target")
    os.setxattr("l", "trusted.k", b"of the link", follow_symlinks=False)
    t.eq("target", os.getxattr("x", "trusted.k"), b"of the target")
    t.eq("link", os.getxattr("l", "trusted.k", follow_symlinks=False), b"of the link")
    os.removexattr("l", "trusted.k")
    t.eq("link keeps", "trusted.k" in os.listxattr("l", follow_symlinks=False), True)
    t.eq("target lost", "trusted.k" in os.listxattr("x"), False)


@case(KINDS)
def move_with_the_object(t, kind):
    make(kind, "x")
    os.setxattr("x", "trusted.k", b"v", follow_symlinks=False)
    os.rename("x", "y")
    t.eq("rename", os.getxattr("y", "trusted.k", follow_symlinks=False), b"v")
    if kind != "dir":
        sys("link", b"y", b"z")
        os.setxattr("z", "trusted.k", b"w", follow_symlinks=False)
        t.eq("link", os.getxattr("y", "trusted.k", follow_symlinks=False), b"w")
    make(kind, "n")
    t.eq("a new one has none", [n for n in os.listxattr("n", follow_symlinks=False) if n.endswith(".k")], [])
    os.rename("n", "y")
    t.eq("the replaced one's are gone", [n for n in os.listxattr("y", follow_symlinks=False) if n.endswith(".k")], [])


@case(FILES)
def no_other_effect(t, kind):
    make(kind, "x", 0o640)
    put("clock")
    watch = Times(t, x="x", top=".")
    os.setxattr("x", "user.k", b"v")
    watch.after(x="c", top="")
    watch = Times(t, x="x")
    os.getxattr("x", "user.k")
    os.listxattr("x")
    t.fails("missing", "ENODATA", os.removexattr, "x", "user.none")
    watch.after(x="")
    watch = Times(t, x="x")
    os.removexattr("x", "user.k")
    watch.after(x="c")
    t.eq("size", os.stat("x").st_size, 0 if kind == "regular" else os.stat("x").st_size)


@case()
def between_processes(t):
    put("x")
    os.setxattr("x", "user.k", b"parent")
    t.eq("child", in_child(lambda: (os.getxattr("x", "user.k"), os.setxattr("x", "user.k", b"child"))[0]), b"parent")
    t.eq("parent", os.getxattr("x", "user.k"), b"child")
    t.eq("content", get("x"), b"")


@case(NO_LINKS)
def inner_names_are_hidden(t, kind):
    """Only what was set is listed."""
    make(kind, "x")
    t.eq("of a fresh object", os.listxattr("x"), [])


@case()
def capabilities(t):
    """A write drops security.capability."""
    import struct
    put("x", b"x", 0o777)
    value = struct.pack("<IIIII", 0x02000000 | 1, 1 << 10, 0, 0, 0)
    try:
        os.setxattr("x", "security.capability", value)
    except OSError as e:
        return t.eq("not there", e.errno, 95)
    t.eq("set", os.getxattr("x", "security.capability"), value)
    with opened("x", os.O_WRONLY) as fd:
        os.write(fd, b"y")
    t.fails("dropped by a write", "ENODATA", os.getxattr, "x", "security.capability")
    os.setxattr("x", "security.capability", value)
    os.chown("x", 1, 1)
    t.fails("dropped by chown", "ENODATA", os.getxattr, "x", "security.capability")
