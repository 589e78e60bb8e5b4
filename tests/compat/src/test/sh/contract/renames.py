"""rename: every type over every type, within and across directories, flags, links, open files, times."""
import os
import stat

from contract.core import (FORMATS, KINDS, NO_DIRS, RENAME_EXCHANGE, RENAME_NOREPLACE, Times, case, get, make, opened,
                           put, remove, sys, times, tick, user)


def rename2(a, b, flags):
    return sys("renameat2", -100, a, -100, b, flags)


@case(KINDS, ("within", "across"))
def moves(t, kind, where):
    os.mkdir("a")
    os.mkdir("b")
    make(kind, "a/x")
    target = "a/y" if where == "within" else "b/x"
    st = os.lstat("a/x")
    na, nb = os.stat("a").st_nlink, os.stat("b").st_nlink
    watch = Times(t, a="a", b="b", x="a/x")
    os.rename("a/x", target)
    watch.objects["x"] = target
    moved = {"a": "mc", "b": "mc" if where == "across" else ""}
    # Linux file systems move the ctime of what is renamed; mtime and content stay.
    watch.after(x="c", **moved)
    now = os.lstat(target)
    t.eq("object", (now.st_ino, now.st_mode, now.st_nlink, now.st_size, now.st_uid),
         (st.st_ino, st.st_mode, st.st_nlink, st.st_size, st.st_uid))
    t.fails("old name", "ENOENT", os.lstat, "a/x")
    if kind == "dir":
        out = 1 if where == "across" else 0
        t.eq("links", (os.stat("a").st_nlink, os.stat("b").st_nlink), (na - out, nb + out))
        t.eq("..", os.stat(target + "/..").st_ino, os.stat(target.split("/")[0]).st_ino)
    else:
        t.eq("links", (os.stat("a").st_nlink, os.stat("b").st_nlink), (na, nb))


@case(KINDS, KINDS, ("within", "across"))
def replaces(t, kind, other, where):
    os.mkdir("a")
    os.mkdir("b")
    source, target = "a/x", "a/y" if where == "within" else "b/y"
    make(kind, source)
    make(other, target)
    ino, old = os.lstat(source).st_ino, os.lstat(target).st_ino
    if kind == "dir" and other != "dir":
        expected = "ENOTDIR"
    elif kind != "dir" and other == "dir":
        expected = "EISDIR"
    else:
        expected = "ok"
    watch = Times(t, a="a", b="b")
    t.outcome("rename", expected, os.rename, source, target)
    if expected == "ok":
        watch.after(a="mc", b="mc" if where == "across" else "")
        st = os.lstat(target)
        t.eq("object", (st.st_ino, stat.S_IFMT(st.st_mode)), (ino, FORMATS[kind]))
        t.fails("old name", "ENOENT", os.lstat, source)
        if kind == "dir":
            t.eq("links", os.stat("a").st_nlink, 3 if where == "within" else 2)
    else:
        watch.after(a="", b="")
        t.eq("both stay", (os.lstat(source).st_ino, os.lstat(target).st_ino), (ino, old))


@case(NO_DIRS)
def over_a_hard_link(t, kind):
    make(kind, "x")
    sys("link", b"x", b"y")
    make(kind, "v")
    watch = Times(t, x="x")
    os.rename("v", "y")
    watch.after(x="c")
    t.eq("links", (os.lstat("x").st_nlink, os.lstat("y").st_nlink), (1, 1))
    sys("link", b"x", b"z")
    watch = Times(t, x="x", top=".")
    os.rename("x", "z")
    watch.after(x="", top="")
    t.eq("a link of itself: nothing", sorted(os.listdir(".")), ["x", "y", "z"])
    t.eq("links stay", os.lstat("x").st_nlink, 2)
    os.rename("x", "x")
    t.eq("itself: nothing", os.lstat("x").st_nlink, 2)


@case()
def of_directories(t):
    os.makedirs("a/b/c")
    t.fails("into itself", "EINVAL", os.rename, "a", "a/x")
    t.fails("into a child", "EINVAL", os.rename, "a", "a/b/x")
    t.fails("into a grandchild", "EINVAL", os.rename, "a", "a/b/c/x")
    t.fails("over its parent", "ENOTEMPTY", os.rename, "a/b", "a")
    t.fails("over its grandparent", "ENOTEMPTY", os.rename, "a/b/c", "a")
    t.works("itself", os.rename, "a", "a")
    os.mkdir("full")
    put("full/f")
    os.mkdir("other")
    watch = Times(t, full="full", other="other", top=".")
    t.fails("over a full one", "ENOTEMPTY|EEXIST", os.rename, "other", "full")
    watch.after(full="", other="", top="")
    t.works("a full one over an empty one", os.rename, "full", "other")
    t.eq("content", os.listdir("other"), ["f"])
    os.rename("other", "a/b/c/other")
    t.eq("deep", os.listdir("a/b/c/other"), ["f"])
    os.rename("a/b", "b")
    t.eq("with all below", os.listdir("b/c/other"), ["f"])
    t.eq("parents", (os.stat("b/..").st_ino, os.listdir("a")), (os.stat(".").st_ino, []))


@case()
def current_directory(t):
    here = os.getcwd()
    os.makedirs("a/b")
    os.chdir("a/b")
    os.rename(here + "/a", here + "/z")
    t.eq("getcwd", os.getcwd(), here + "/z/b")
    put("f", b"x")
    t.eq("content", get(here + "/z/b/f"), b"x")
    os.rename("../b", "../c")
    t.eq("getcwd again", os.getcwd(), here + "/z/c")


@case()
def open_files(t):
    put("a", b"a")
    put("b", b"b")
    with opened("a", os.O_RDWR) as a, opened("b", os.O_RDWR) as b:
        watch = Times(t, b=b)
        os.rename("a", "b")
        watch.after(b="c")
        t.eq("the replaced one", (os.pread(b, 9, 0), os.fstat(b).st_nlink), (b"b", 0))
        t.eq("the moved one", (os.pread(a, 9, 0), os.fstat(a).st_nlink), (b"a", 1))
        os.pwrite(a, b"A", 0)
        os.pwrite(b, b"B", 0)
        t.eq("after writes", (get("b"), os.pread(b, 9, 0)), (b"A", b"B"))
        os.rename("b", "c")
        t.eq("third name", (os.fstat(a).st_ino, get("c")), (os.stat("c").st_ino, b"A"))


@case()
def replaced_directory(t):
    os.mkdir("a")
    os.mkdir("b")
    with opened("b") as b:
        os.rename("a", "b")
        t.eq("links", os.fstat(b).st_nlink, 0)
        t.fails("create in the replaced one", "ENOENT", lambda: os.mkdir("x", dir_fd=b))
    put("b/f")
    t.eq("listing", os.listdir("b"), ["f"])


@case()
def missing_and_other_file_systems(t):
    put("f")
    os.mkdir("d")
    t.fails("source", "ENOENT", os.rename, "none", "x")
    t.fails("target directory", "ENOENT", os.rename, "f", "none/x")
    t.fails("target below a file", "ENOTDIR", os.rename, "f", "f/x")
    t.fails("directory below a file", "ENOTDIR", os.rename, "d", "f/x")
    t.fails("to another file system", "EXDEV", os.rename, "f", "/dev/shm/contract-x")
    t.fails("directory to another", "EXDEV", os.rename, "d", "/dev/shm/contract-x")
    t.fails("link to another", "EXDEV", os.link, "f", "/dev/shm/contract-x")
    t.fails("dir with slash over file", "ENOTDIR", os.rename, "d/", "f")
    os.symlink("d", "l")
    t.works("a link is moved itself", os.rename, "l", "m")
    t.eq("target", os.readlink("m"), "d")
    t.fails("link with slash", "ENOTDIR", os.rename, "m/", "n")


@case(KINDS)
def noreplace_of_existing(t, kind):
    make(kind, "x")
    make(kind, "y")
    before = times("x"), times("y"), times(".")
    tick()
    t.fails("existing", "EEXIST", rename2, "x", "y", RENAME_NOREPLACE)
    t.fails("itself", "EEXIST", rename2, "x", "x", RENAME_NOREPLACE)
    t.eq("times", (times("x"), times("y"), times(".")), before)


@case(KINDS, needs="rename-flags")
def noreplace(t, kind):
    make(kind, "x")
    t.works("new name", rename2, "x", "y", RENAME_NOREPLACE)
    t.eq("listing", os.listdir("."), ["y"])


@case(KINDS, KINDS, needs="rename-flags")
def exchange(t, kind, other):
    os.mkdir("d")
    make(kind, "x")
    make(other, "d/y")
    a, b = os.lstat("x").st_ino, os.lstat("d/y").st_ino
    t.works("exchange", rename2, "x", "d/y", RENAME_EXCHANGE)
    t.eq("swapped", (os.lstat("x").st_ino, os.lstat("d/y").st_ino), (b, a))
    t.fails("missing", "ENOENT", rename2, "x", "none", RENAME_EXCHANGE)


@case(KINDS)
def flags_without_support_change_nothing(t, kind):
    make(kind, "x")
    put("y")
    for flags in (RENAME_NOREPLACE, RENAME_EXCHANGE):
        got = None
        try:
            rename2("x", "z", flags)
            os.rename("z", "x")
        except OSError as e:
            got = e.errno
        t.true("errno of flag %d" % flags, got in (None, 2, 22), got)
    t.eq("listing", sorted(os.listdir(".")), ["x", "y"])


@case(KINDS)
def failing_ones_leave_times(t, kind):
    os.mkdir("d")
    make(kind, "d/x")
    watch = Times(t, d="d", x="d/x", top=".")
    t.fails("missing directory", "ENOENT", os.rename, "d/x", "none/x")
    with user(65501):
        t.fails("permission", "EACCES", os.rename, "d/x", "d/y")
    watch.after(d="", x="", top="")


@case()
def long_chain(t):
    put("f0", b"x")
    ino = os.stat("f0").st_ino
    for i in range(300):
        os.rename("f%d" % i, "f%d" % (i + 1))
    t.eq("at the end", (get("f300"), os.stat("f300").st_ino, os.listdir(".")), (b"x", ino, ["f300"]))
    for i in range(100):
        put("tmp", b"%d" % i)
        os.rename("tmp", "f300")
        t.eq("replaced %d" % i, get("f300"), b"%d" % i)


@case()
def directories_swap_places(t):
    os.makedirs("a/in-a")
    os.makedirs("b/in-b")
    os.rename("a", "t")
    os.rename("b", "a")
    os.rename("t", "b")
    t.eq("listing", (os.listdir("a"), os.listdir("b")), (["in-b"], ["in-a"]))
    os.rename("a/in-b", "b/in-a")
    t.eq("over the other's", (os.listdir("a"), os.listdir("b")), ([], ["in-a"]))
    remove("b/in-a")


@case()
def concurrent_renames_leave_one(t):
    from contract.core import Child
    names = ["n%d" % i for i in range(4)]
    put("f0", b"x")

    def mover(k):
        done = 0
        for i in range(200):
            try:
                os.rename(names[(i + k) % 4], names[(i * 3 + k) % 4])
                done += 1
            except FileNotFoundError:
                pass
        return done
    os.rename("f0", "n0")
    for c in [Child(mover, k) for k in range(3)]:
        c.join()
    t.eq("one name", len(os.listdir(".")), 1)
    t.eq("links", os.stat(os.listdir(".")[0]).st_nlink, 1)


@case()
def a_reader_never_misses_the_name(t):
    """Replacement is atomic: the name is there at each moment."""
    from contract.core import Child
    put("f", b"old")

    def looker():
        missed = 0
        for _ in range(400):
            try:
                if get("f") not in (b"old", b"new"):
                    missed += 1000
            except FileNotFoundError:
                missed += 1
        return missed
    child = Child(looker)
    for i in range(100):
        put("tmp", b"new" if i % 2 else b"old")
        os.rename("tmp", "f")
    t.eq("missed", child.join(), 0)
