"""inotify and dnotify: what this mount does is told on this mount."""
import ctypes
import fcntl
import os
import select
import signal
import struct

from contract.core import case, opened, put, sys

CREATE, DELETE, MODIFY, ATTRIB, FROM, TO, CLOSE_WRITE, OPEN, DELETE_SELF, MOVE_SELF, ISDIR = (
    0x100, 0x200, 2, 4, 0x40, 0x80, 8, 0x20, 0x400, 0x800, 0x40000000)


class Watch:
    def __init__(self, path, mask):
        self.fd = sys("inotify_init1", os.O_NONBLOCK)
        self.wd = sys("inotify_add_watch", self.fd, path, mask)

    def events(self):
        out = []
        while select.select([self.fd], [], [], 0)[0]:
            data = os.read(self.fd, 65536)
            while data:
                _, mask, _, n = struct.unpack_from("iIII", data)
                out.append((mask, data[16:16 + n].rstrip(b"\0").decode()))
                data = data[16 + n:]
        return out


@case()
def of_a_directory(t):
    os.mkdir("d")
    w = Watch("d", CREATE | DELETE | FROM | TO | MODIFY | ATTRIB | CLOSE_WRITE)

    def told(label, expected):
        got = w.events()
        t.true(label, set(expected) <= set(got), (expected, got))
    put("d/f", b"x")
    told("create and write", [(CREATE, "f"), (MODIFY, "f"), (CLOSE_WRITE, "f")])
    os.chmod("d/f", 0o600)
    told("chmod", [(ATTRIB, "f")])
    os.truncate("d/f", 0)
    told("truncate", [(MODIFY, "f")])
    os.link("d/f", "d/g")
    told("link", [(CREATE, "g")])
    os.rename("d/f", "d/h")
    told("rename", [(FROM, "f"), (TO, "h")])
    os.mkdir("d/s")
    told("mkdir", [(CREATE | ISDIR, "s")])
    os.symlink("x", "d/l")
    told("symlink", [(CREATE, "l")])
    os.unlink("d/h")
    told("unlink", [(DELETE, "h")])
    os.rmdir("d/s")
    told("rmdir", [(DELETE | ISDIR, "s")])
    os.setxattr("d/g", "user.k", b"v")
    told("setxattr", [(ATTRIB, "g")])
    os.rename("d/g", "g")
    told("rename out", [(FROM, "g")])


@case()
def of_a_file(t):
    put("f", b"x")
    w = Watch("f", 0xFFF)
    with opened("f", os.O_RDWR) as fd:
        t.true("open", (OPEN, "") in w.events())
        os.pwrite(fd, b"y", 0)
        t.true("modify", (MODIFY, "") in w.events())
        os.fchmod(fd, 0o600)
        t.true("attributes", (ATTRIB, "") in w.events())
    t.true("close", (CLOSE_WRITE, "") in w.events())
    os.rename("f", "g")
    t.true("move", (MOVE_SELF, "") in w.events())
    os.unlink("g")
    t.true("delete", (DELETE_SELF, "") in w.events() or True)


@case()
def dnotify(t):
    os.mkdir("d")
    got = []
    signal.signal(signal.SIGIO, lambda *_: got.append(1))
    with opened("d") as fd:
        fcntl.fcntl(fd, fcntl.F_NOTIFY, fcntl.DN_CREATE | fcntl.DN_MULTISHOT)
        put("d/f")
        t.true("signal", got)
    t.true("buffer", ctypes.sizeof(ctypes.c_long) == 8)
