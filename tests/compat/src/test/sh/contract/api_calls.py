"""System calls by number, as the cases make them, on the volume API."""
import os
import struct

from contract import api
from contract.core import AT_FDCWD, Outside

NOW, OMIT = (1 << 30) - 1, (1 << 30) - 2
EMPTY_PATH, NOFOLLOW, FOLLOW, REMOVEDIR, EACCESS = 0x1000, 0x100, 0x400, 0x200, 0x200


def text(path):
    if isinstance(path, (str, bytes)):
        return path
    raise Outside("a bad address")


def opened(path, flags, mode=0, dir_fd=None):
    return os.open(text(path), flags, mode, dir_fd=dir_fd)


def only(flags, allowed):
    if flags & ~allowed:
        raise Outside("flags %o" % flags)


def status(path, buffer=None, follow=True, dir_fd=None):
    os.stat(text(path), dir_fd=dir_fd, follow_symlinks=follow)
    return 0


def newfstatat(dir_fd, path, buffer, flags):
    only(flags, NOFOLLOW)
    return status(path, buffer, not flags, dir_fd)


def statx(dir_fd, path, flags, mask, buffer):
    only(flags, 0)
    if mask != 0x7FF:
        raise Outside("statx")
    return status(path, buffer, True, dir_fd)


def access(path, mode, ids=(0, 0, ()), dir_fd=None):
    api.allowed(text(path), mode, ids, dir_fd)
    return 0


def faccessat2(dir_fd, path, mode, flags):
    only(flags, EACCESS)
    return access(path, mode, None if flags else (0, 0, ()), dir_fd)


def chown(path, uid, gid, follow=True, dir_fd=None):
    os.chown(text(path), uid, gid, follow_symlinks=follow, dir_fd=dir_fd)
    return 0


def fchownat(dir_fd, path, uid, gid, flags):
    only(flags, NOFOLLOW | EMPTY_PATH)
    if flags & EMPTY_PATH and not path:
        os.fchown(dir_fd, uid, gid)
        return 0
    return chown(path, uid, gid, not flags & NOFOLLOW, dir_fd)


def utimensat(dir_fd, path, times, flags):
    only(flags, NOFOLLOW)
    pair = [(2, 0, 0)] * 2
    if times is not None:
        a, an, m, mn = struct.unpack("qqqq", times)
        pair = [one(a, an), one(m, mn)]
    target = dir_fd if path is None else text(path)
    api.times(target, pair, not flags, None if path is None else dir_fd)
    return 0


def one(seconds, nanos):
    if nanos in (NOW, OMIT):
        return (2 if nanos == NOW else 0), 0, 0
    if not 0 <= nanos < 10 ** 9:
        raise Outside("no nanoseconds")
    return 1, seconds, nanos


def unlinkat(dir_fd, path, flags):
    only(flags, REMOVEDIR)
    (os.rmdir if flags else os.unlink)(text(path), dir_fd=dir_fd)
    return 0


def readlink(path, buffer, size, dir_fd=None):
    if size == 0:
        raise Outside("a buffer of no size")
    if path == b"" and api.is_ours(dir_fd):
        target = api.on("flink", dir_fd)[0]
    else:
        target = os.fsencode(os.readlink(text(path), dir_fd=dir_fd))
    n = min(size, len(target))
    buffer[:n] = target[:n]
    return n


def linkat(a_fd, a, b_fd, b, flags):
    only(flags, 0)
    os.link(text(a), text(b), src_dir_fd=a_fd, dst_dir_fd=b_fd)
    return 0


def renameat2(a_fd, a, b_fd, b, flags):
    if flags:
        raise Outside("flags of rename")
    os.rename(text(a), text(b), src_dir_fd=a_fd, dst_dir_fd=b_fd)
    return 0


def value(data, buffer, size):
    if size == 0:
        return len(data)
    if size < len(data):
        raise Outside("a buffer too small")
    buffer[:len(data)] = data
    return len(data)


def getxattr(path, name, buffer, size, follow=True):
    return value(os.getxattr(text(path), text(name), follow_symlinks=follow), buffer, size)


def setxattr(path, name, data, size, flags, follow=True):
    os.setxattr(text(path), text(name), data[:size], flags, follow_symlinks=follow)
    return 0


def listxattr(path, buffer, size, follow=True):
    names = os.listxattr(text(path), follow_symlinks=follow)
    return value(b"".join(os.fsencode(n) + b"\0" for n in names), buffer, size)


def removexattr(path, name, follow=True):
    os.removexattr(text(path), text(name), follow_symlinks=follow)
    return 0


def zero(function):
    """The function with 0 for its result, as of a call that tells nothing."""
    def call(*args):
        function(*args)
        return 0
    return call


def descriptor(function):
    def call(fd, *args):
        if not api.is_ours(fd):
            raise Outside("a bad descriptor")
        return function(fd, *args)
    return call


CALLS = {
    "open": opened, "creat": lambda p, mode: opened(p, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode),
    "openat": lambda d, p, flags, mode: opened(p, flags, mode, d), "close": zero(lambda fd: os.close(fd)),
    "stat": status, "lstat": lambda p, b: status(p, b, False), "newfstatat": newfstatat, "statx": statx,
    "access": access, "faccessat": lambda d, p, mode: access(p, mode, dir_fd=d), "faccessat2": faccessat2,
    "chmod": zero(lambda p, mode: os.chmod(text(p), mode)),
    "fchmodat": zero(lambda d, p, mode: os.chmod(text(p), mode, dir_fd=d)),
    "chown": chown, "lchown": lambda p, u, g: chown(p, u, g, False), "fchownat": fchownat,
    "truncate": zero(lambda p, n: os.truncate(text(p), n)), "utimensat": utimensat,
    "unlink": zero(lambda p: os.unlink(text(p))), "rmdir": zero(lambda p: os.rmdir(text(p))), "unlinkat": unlinkat,
    "readlink": readlink, "readlinkat": lambda d, p, b, n: readlink(p, b, n, d),
    "statfs": zero(lambda p, b: os.statvfs(text(p))), "chdir": zero(lambda p: os.chdir(text(p))),
    "getxattr": getxattr, "lgetxattr": lambda *a: getxattr(*a, follow=False),
    "setxattr": setxattr, "lsetxattr": lambda *a: setxattr(*a, follow=False),
    "listxattr": listxattr, "llistxattr": lambda *a: listxattr(*a, follow=False),
    "removexattr": removexattr, "lremovexattr": lambda *a: removexattr(*a, follow=False),
    "link": zero(lambda a, b: os.link(text(a), text(b))), "linkat": linkat,
    "rename": zero(lambda a, b: os.rename(text(a), text(b))),
    "renameat": zero(lambda d, a, e, b: os.rename(text(a), text(b), src_dir_fd=d, dst_dir_fd=e)),
    "renameat2": renameat2, "mkdir": zero(lambda p, mode: os.mkdir(text(p), mode)),
    "mkdirat": zero(lambda d, p, mode: os.mkdir(text(p), mode, dir_fd=d)),
    "mknod": zero(lambda p, mode, device: os.mknod(text(p), mode, device)),
    "mknodat": zero(lambda d, p, mode, device: os.mknod(text(p), mode, device, dir_fd=d)),
    "symlink": zero(lambda target, p: os.symlink(text(target), text(p))),
    "symlinkat": zero(lambda target, d, p: os.symlink(text(target), text(p), dir_fd=d)),
    "fallocate": descriptor(api.fallocate), "getdents64": descriptor(api.getdents),
    "fsync": descriptor(zero(lambda fd: os.fsync(fd))),
    "fdatasync": descriptor(zero(lambda fd: os.fdatasync(fd))),
    "ftruncate": descriptor(zero(api.ftruncate)),
}


def call(name, *args):
    if name not in CALLS:
        raise Outside(name)
    args = [None if a == AT_FDCWD and isinstance(a, int) else a for a in args]
    return CALLS[name](*args)
