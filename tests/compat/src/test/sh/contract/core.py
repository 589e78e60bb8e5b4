"""What a case of fs-contract is and what it may use: system calls as they are, users, checks.

A case runs in a process of its own, in an empty directory of its own, which is its working directory too. Its checks
are lines on a pipe. System calls are made by number, so that no library decides what the kernel is asked.
"""
import ast
import contextlib
import ctypes
import errno
import os
import stat
import time

CASES = []
OPTIONS = None
# The calls of the volume API in place of the kernel's, when those are judged: contract.api_calls.
API = None

_libc = ctypes.CDLL(None, use_errno=True)
_syscall = _libc.syscall
_syscall.restype = ctypes.c_long
AT_FDCWD, AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, AT_EACCESS, AT_SYMLINK_FOLLOW, AT_EMPTY_PATH = -100, 0x100, 0x200, 0x200, \
    0x400, 0x1000
RENAME_NOREPLACE, RENAME_EXCHANGE, RENAME_WHITEOUT = 1, 2, 4
NUMBERS = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "lseek": 8, "mmap": 9,
    "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "msync": 26, "sendfile": 40, "fcntl": 72,
    "flock": 73, "fsync": 74, "fdatasync": 75, "truncate": 76, "ftruncate": 77, "getcwd": 79, "chdir": 80, "fchdir": 81,
    "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88, "readlink": 89,
    "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "setfsuid": 122, "mknod": 133, "statfs": 137,
    "fstatfs": 138, "chroot": 161, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "getxattr": 191,
    "lgetxattr": 192, "fgetxattr": 193, "listxattr": 194, "llistxattr": 195, "flistxattr": 196, "removexattr": 197,
    "lremovexattr": 198, "fremovexattr": 199, "getdents64": 217, "fadvise64": 221, "inotify_add_watch": 254,
    "openat": 257, "mkdirat": 258, "mknodat": 259, "fchownat": 260, "newfstatat": 262, "unlinkat": 263, "renameat": 264,
    "linkat": 265, "symlinkat": 266, "readlinkat": 267, "fchmodat": 268, "faccessat": 269, "splice": 275,
    "sync_file_range": 277, "utimensat": 280, "fallocate": 285, "inotify_init1": 294, "preadv": 295, "pwritev": 296,
    "name_to_handle_at": 303, "syncfs": 306, "renameat2": 316, "copy_file_range": 326, "preadv2": 327, "pwritev2": 328,
    "statx": 332, "faccessat2": 439, "openat2": 437, "fchmodat2": 452,
}


class Outside(BaseException):
    """The call cannot be made on what is judged; the case ends here."""


def case(*axes, needs=(), seconds=30):
    """Registers a function as a case, or as one case for each combination of the values of the axes.

    needs: features without which the case is left out ("second", "small", "readonly" or a word of --has).
    """
    def register(function):
        module = function.__module__.rsplit(".", 1)[-1]
        base = module + "/" + function.__name__.replace("_", "-")
        combinations = [()]
        for axis in axes:
            combinations = [c + (v,) for c in combinations for v in axis]
        for c in combinations:
            name = "/".join([base] + [word(v) for v in c])
            CASES.append((name, function, c, (needs,) if isinstance(needs, str) else needs, seconds))
        return function
    return register


def word(value):
    """A value as part of a name."""
    if callable(value):
        return value.__name__.replace("_", "-")
    if isinstance(value, (tuple, list)):
        return word(value[0])
    return oct(value)[2:].rjust(4, "0") if isinstance(value, int) else str(value)


def raw(value):
    return os.fsencode(value) if isinstance(value, str) else value


def sys(name, *args):
    """The system call's result; OSError when it failed."""
    if API:
        return API.call(name, *args)
    converted = []
    for a in args:
        a = raw(a)
        converted.append(ctypes.c_long(a) if isinstance(a, int) else a)
    r = _syscall(ctypes.c_long(NUMBERS[name]), *converted)
    if r == -1:
        e = ctypes.get_errno()
        raise OSError(e, "%s: %s" % (name, os.strerror(e)))
    return r


def name_of(e):
    return "EOPNOTSUPP" if e == errno.EOPNOTSUPP else errno.errorcode.get(e, str(e))


class Checks:
    """Says what was checked; ids are the case's name and what the check adds to it."""

    def __init__(self, out):
        self.out = out

    def say(self, label, expected, got, good, state=None):
        line = "%s\t%s\t%s\t%s\n" % (state or ("ok" if good else "FAIL"), label, expected, got)
        os.write(self.out, line.encode("utf-8", "backslashreplace"))
        return good

    def eq(self, label, got, expected):
        return self.say(label, short(expected), short(got), got == expected)

    def true(self, label, claim, got=""):
        return self.say(label, "true", short(got) if got != "" else "false", bool(claim))

    def fails(self, label, errnos, function, *args):
        """The call fails with one of the errnos, a name or several divided by "|"."""
        wanted = errnos.split("|")
        try:
            got = "success (%s)" % short(function(*args))
        except OSError as e:
            got = name_of(e.errno)
        return self.say(label, errnos, got, got in wanted)

    def works(self, label, function, *args):
        """The call succeeds; its result, or None."""
        try:
            r = function(*args)
        except OSError as e:
            self.say(label, "success", name_of(e.errno), False)
            return None
        self.say(label, "success", "success", True)
        return r

    def outcome(self, label, expected, function, *args):
        """expected is "ok" or errnos."""
        return self.works(label, function, *args) if expected == "ok" else self.fails(label, expected, function, *args)


def short(value):
    text = repr(value)
    text = text if len(text) <= 160 else text[:120] + "... (%d characters)" % len(text)
    return text.replace("\n", "\\n").replace("\t", "\\t")


@contextlib.contextmanager
def user(uid, gid=None, *groups):
    """Acts as another user within the block; this thread only."""
    gid = uid if gid is None else gid
    before = os.getgroups()
    os.setgroups(groups)
    os.setegid(gid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)


@contextlib.contextmanager
def umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def put(path, data=b"", mode=0o644):
    fd = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view):]
    finally:
        os.close(fd)
    os.chmod(path, mode)
    return path


def get(path):
    with open(path, "rb", buffering=0) as f:
        return f.read()


@contextlib.contextmanager
def opened(path, flags=os.O_RDONLY, mode=0o644):
    fd = os.open(path, flags, mode)
    try:
        yield fd
    finally:
        with contextlib.suppress(OSError):
            os.close(fd)


def make(kind, path, mode=0o644):
    """An object of a kind: regular, dir, fifo, block, char, socket, symlink."""
    if kind == "regular":
        return put(path, b"", mode)
    if kind == "dir":
        os.mkdir(path)
        os.chmod(path, mode)
    elif kind == "fifo":
        os.mkfifo(path)
        os.chmod(path, mode)
    elif kind == "symlink":
        os.symlink("target-of-it", path)
    else:
        kinds = {"block": (stat.S_IFBLK, os.makedev(7, 200)), "char": (stat.S_IFCHR, os.makedev(1, 3)),
                 "socket": (stat.S_IFSOCK, 0)}
        os.mknod(path, kinds[kind][0] | mode, kinds[kind][1])
        os.chmod(path, mode)
    return path


def remove(path):
    if stat.S_ISDIR(os.lstat(path).st_mode):
        os.rmdir(path)
    else:
        os.unlink(path)


FORMATS = {"regular": stat.S_IFREG, "dir": stat.S_IFDIR, "fifo": stat.S_IFIFO, "block": stat.S_IFBLK,
           "char": stat.S_IFCHR, "socket": stat.S_IFSOCK, "symlink": stat.S_IFLNK}
KINDS = list(FORMATS)
NO_LINKS = [k for k in KINDS if k != "symlink"]
NO_DIRS = [k for k in KINDS if k != "dir"]
SPECIAL = ["fifo", "block", "char", "socket"]


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


def times(path):
    st = os.lstat(path) if not isinstance(path, int) else os.fstat(path)
    return {"atime": st.st_atime_ns, "mtime": st.st_mtime_ns, "ctime": st.st_ctime_ns}


def tick():
    """Lets a time pass that every clock of a file system notices (the kernel's tick is 10 ms at most)."""
    time.sleep(0.012)


class Times:
    """The times of some objects before an operation, to be compared with those after it."""

    def __init__(self, t, **objects):
        self.t, self.objects = t, objects
        self.before = {n: times(p) for n, p in objects.items()}
        tick()

    def after(self, **moved):
        """moved: for each object which of its times move, "mc" for mtime and ctime; mtime and ctime else stay. A "?"
        leaves all of them open."""
        for n, p in self.objects.items():
            now, wanted = times(p), moved.get(n, "")
            if wanted == "?":
                continue
            for which in ("atime", "mtime", "ctime"):
                if which[0] in wanted:
                    self.t.true("%s of %s moves" % (which, n), now[which] > self.before[n][which],
                                (self.before[n][which], now[which]))
                elif which != "atime":
                    self.t.eq("%s of %s stays" % (which, n), now[which], self.before[n][which])


class Child:
    """A forked process that runs a function; join answers its result line, or raises AssertionError."""

    def __init__(self, function, *args):
        self.read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.read)
            text, code = b"", 1
            try:
                text, code = repr(function(*args)).encode(), 0
            except OSError as e:
                text, code = repr(name_of(e.errno)).encode(), 0
            except Outside as e:
                text, code = str(e).encode(), 2
            except BaseException as e:
                text = repr(e).encode()
            finally:
                os.write(write, text[:60000])
                os._exit(code)
        os.close(write)

    def join(self):
        parts = []
        while True:
            part = os.read(self.read, 65536)
            if not part:
                break
            parts.append(part)
        os.close(self.read)
        status = os.waitpid(self.pid, 0)[1]
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 2:
            raise Outside(b"".join(parts).decode())
        if status != 0:
            raise AssertionError("child: status %d, %s" % (status, b"".join(parts).decode()))
        return ast.literal_eval(b"".join(parts).decode())


def in_child(function, *args):
    """The function's result (a literal), or the name of its errno."""
    return Child(function, *args).join()


def attempt(function, *args):
    """None, or the errno's name."""
    try:
        function(*args)
    except OSError as e:
        return name_of(e.errno)
    return None
