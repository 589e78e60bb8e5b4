"""Lock calls without Python's retries: what the kernel answers is what the caller sees."""
import ctypes
import errno
import fcntl
import os
import struct
import sys

sys.dont_write_bytecode = True
from steps import LIBC

OFD_GETLK, OFD_SETLK, OFD_SETLKW = 36, 37, 38
FLOCK = struct.Struct("hhqqi4x")


def _answer(result):
    code = ctypes.get_errno()
    return errno.errorcode.get(code, "errno %d" % code) if result < 0 else ""


def posix(fd, cmd, kind, start=0, length=0):
    """F_SETLK and its like, or the OFD ones; "" or the errno's name."""
    ctypes.set_errno(0)
    request = ctypes.create_string_buffer(FLOCK.pack(kind, os.SEEK_SET, start, length, 0), FLOCK.size)
    return _answer(LIBC.fcntl(fd, cmd, request))


def flock(fd, operation):
    ctypes.set_errno(0)
    return _answer(LIBC.flock(fd, operation))


def test(fd, kind, start=0, length=0, cmd=fcntl.F_GETLK):
    """(type, start, length, pid) of what is in the way; the type is F_UNLCK when nothing is."""
    kind, _, start, length, pid = FLOCK.unpack(
        fcntl.fcntl(fd, cmd, FLOCK.pack(kind, os.SEEK_SET, start, length, 0)))
    return kind, start, length, pid
