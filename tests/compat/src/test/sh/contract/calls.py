"""The system calls that take a path, as tables: each is a function of a path.

EXISTING need an object there, NEW make one. Where a second path is needed it is relative to the case's directory:
"other" is a regular file that the case has made, "unborn" does not exist.
"""
import ctypes
import os
import struct

from contract.core import AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW, sys

_BUFFER = ctypes.create_string_buffer(65536)
_NOW = struct.pack("qqqq", 0, 1, 0, 2)
F, S = AT_FDCWD, AT_SYMLINK_NOFOLLOW


def opens(flags):
    def call(path):
        os.close(sys("open", path, flags, 0o644))
    return call


def statx(path, flags=0):
    return sys("statx", F, path, flags, 0x7FF, _BUFFER)


EXISTING = {
    "open": opens(os.O_RDONLY | os.O_NONBLOCK),
    "open-wronly": opens(os.O_WRONLY | os.O_NONBLOCK),
    "stat": lambda p: sys("stat", p, _BUFFER),
    "lstat": lambda p: sys("lstat", p, _BUFFER),
    "newfstatat": lambda p: sys("newfstatat", F, p, _BUFFER, 0),
    "statx": statx,
    "access": lambda p: sys("access", p, os.F_OK),
    "faccessat": lambda p: sys("faccessat", F, p, os.F_OK),
    "faccessat2": lambda p: sys("faccessat2", F, p, os.F_OK, 0x200),
    "chmod": lambda p: sys("chmod", p, 0o644),
    "fchmodat": lambda p: sys("fchmodat", F, p, 0o644),
    "chown": lambda p: sys("chown", p, -1, -1),
    "lchown": lambda p: sys("lchown", p, -1, -1),
    "fchownat": lambda p: sys("fchownat", F, p, 0, 0, 0),
    "truncate": lambda p: sys("truncate", p, 0),
    "utimensat": lambda p: sys("utimensat", F, p, _NOW, 0),
    "utimensat-link": lambda p: sys("utimensat", F, p, _NOW, S),
    "unlink": lambda p: sys("unlink", p),
    "unlinkat": lambda p: sys("unlinkat", F, p, 0),
    "rmdir": lambda p: sys("rmdir", p),
    "unlinkat-dir": lambda p: sys("unlinkat", F, p, AT_REMOVEDIR),
    "readlink": lambda p: sys("readlink", p, _BUFFER, 4096),
    "readlinkat": lambda p: sys("readlinkat", F, p, _BUFFER, 4096),
    "statfs": lambda p: sys("statfs", p, _BUFFER),
    "chdir": lambda p: sys("chdir", p),
    "chroot": lambda p: sys("chroot", p),
    "getxattr": lambda p: sys("getxattr", p, b"user.k", _BUFFER, 100),
    "lgetxattr": lambda p: sys("lgetxattr", p, b"user.k", _BUFFER, 100),
    "setxattr": lambda p: sys("setxattr", p, b"user.k", b"v", 1, 0),
    "lsetxattr": lambda p: sys("lsetxattr", p, b"trusted.k", b"v", 1, 0),
    "listxattr": lambda p: sys("listxattr", p, _BUFFER, 65536),
    "llistxattr": lambda p: sys("llistxattr", p, _BUFFER, 65536),
    "removexattr": lambda p: sys("removexattr", p, b"user.k"),
    "lremovexattr": lambda p: sys("lremovexattr", p, b"trusted.k"),
    "link-from": lambda p: sys("link", p, b"unborn"),
    "rename-from": lambda p: sys("rename", p, b"unborn"),
    "renameat2-from": lambda p: sys("renameat2", F, p, F, b"unborn", 0),
}

NEW = {
    "creat": lambda p: os.close(sys("creat", p, 0o644)),
    "open-creat": opens(os.O_CREAT | os.O_RDWR),
    "open-excl": opens(os.O_CREAT | os.O_EXCL | os.O_WRONLY),
    "mkdir": lambda p: sys("mkdir", p, 0o755),
    "mkdirat": lambda p: sys("mkdirat", F, p, 0o755),
    "mkfifo": lambda p: sys("mknod", p, 0o010644, 0),
    "mknod-file": lambda p: sys("mknod", p, 0o100644, 0),
    "mknod-char": lambda p: sys("mknod", p, 0o020644, 0x103),
    "mknod-block": lambda p: sys("mknod", p, 0o060644, 0x7C8),
    "mknod-socket": lambda p: sys("mknodat", F, p, 0o140644, 0),
    "symlink": lambda p: sys("symlink", b"somewhere", p),
    "symlinkat": lambda p: sys("symlinkat", b"somewhere", F, p),
    "link-to": lambda p: sys("link", b"other", p),
    "linkat-to": lambda p: sys("linkat", F, b"other", F, p, 0),
    "rename-to": lambda p: sys("rename", b"other", p),
}

ALL = {**EXISTING, **NEW}

# How the calls of EXISTING treat a symbolic link as the last component.
NOT_FOLLOWING = {"lstat", "lchown", "utimensat-link", "unlink", "unlinkat", "rmdir", "unlinkat-dir", "readlink",
                 "readlinkat", "lgetxattr", "lsetxattr", "llistxattr", "lremovexattr", "link-from", "rename-from",
                 "renameat2-from"}
