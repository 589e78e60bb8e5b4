"""One file under torture and what it must contain; see `content`."""

import ctypes
import errno
import mmap
import os

KEEP_SIZE, PUNCH_HOLE, COLLAPSE_RANGE, ZERO_RANGE, INSERT_RANGE = 1, 2, 8, 16, 32
PAGE = 4096
libc = ctypes.CDLL(None, use_errno=True)
libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]


class Wrong(Exception):
    """The file is not what it must be."""


class File:
    """
    A file of at most LIMIT bytes behind BASE, everything before BASE being one hole, its model, its descriptors and its
    mapping. The model starts at BASE. Every change goes to the file first, and to the model when the file answered;
    `doubt` is what the change under way would make of the model, for the case that it does not answer.
    """

    LIMIT = 256 * 1024
    FDS = 4

    def __init__(self, directory, name, base, peer):
        self.directory, self.name, self.base, self.peer = directory, name, base, peer
        self.model = bytearray()
        self.fds = []
        self.map = None
        self.map_size = 0
        self.dirty = False
        self.doubt = None
        self.names = [self.path()]
        self.open_fd(os.O_RDWR | os.O_CREAT | os.O_EXCL)
        os.ftruncate(self.fds[0][0], base)

    def path(self, suffix=""):
        return os.path.join(self.directory, self.name + suffix)

    # descriptors

    def open_fd(self, flags):
        fd = os.open(self.names[0], flags, 0o644)
        self.fds.append((fd, flags))
        return fd

    def fd(self, random):
        """One that reads and writes anywhere."""
        usable = [f for f, flags in self.fds if not flags & (os.O_APPEND | os.O_DIRECT)]
        return random.choice(usable) if usable else self.open_fd(os.O_RDWR)

    def close_fd(self, index):
        fd, _ = self.fds.pop(index)
        os.close(fd)

    def close_all(self):
        self.unmap()
        while self.fds:
            try:
                self.close_fd(0)
            except OSError:
                pass

    # the model

    def size(self):
        return len(self.model)

    def apply(self, offset, data):
        if offset > len(self.model):
            self.model.extend(bytes(offset - len(self.model)))
        self.model[offset:offset + len(data)] = data

    def resize(self, size):
        if size < len(self.model):
            del self.model[size:]
        else:
            self.model.extend(bytes(size - len(self.model)))

    def changed(self, change):
        """The model after CHANGE, which it does not undergo yet."""
        other = File.__new__(File)
        other.model = bytearray(self.model)
        change(other)
        return other.model

    def doing(self, act, change):
        """ACT on the file, then CHANGE on the model."""
        self.doubt = change
        act()
        change(self)
        self.doubt = None

    # comparing

    def expect(self, offset, got, what):
        want = self.model[offset:offset + len(got)]
        if want != got:
            at = next((i for i, (a, b) in enumerate(zip(want, got)) if a != b), min(len(want), len(got)))
            raise Wrong("%s %s: byte %d of the %d from %d is %s, expected %s; size %d" % (
                self.name, what, at, len(got), offset, got[at:at + 8].hex() or "none",
                want[at:at + 8].hex() or "none", self.size()))

    def whole(self, fd):
        """The content from BASE on, as the file gives it; Wrong when something stands before BASE."""
        size = os.fstat(fd).st_size
        if size < self.base:
            raise Wrong("%s: size %d, less than %d" % (self.name, size, self.base))
        return read_all(fd, self.base, size - self.base)

    def check(self, fd):
        got = self.whole(fd)
        if len(got) != self.size():
            raise Wrong("%s: size %d, expected %d" % (self.name, len(got), self.size()))
        self.expect(0, got, "whole")
        if self.base:
            head = os.pread(fd, PAGE, self.base - PAGE)
            if head.strip(b"\0"):
                raise Wrong("%s: the hole before %d has content" % (self.name, self.base))

    def adopt(self, got):
        """After a call that failed: each byte is from before it or from after it."""
        before, after = self.model, self.model
        if self.doubt is not None:
            after = self.changed(self.doubt)
        self.doubt = None
        if not min(len(before), len(after)) <= len(got) <= max(len(before), len(after)):
            raise Wrong("%s after a fault: size %d, neither %d nor %d" % (
                self.name, len(got), len(before), len(after)))
        if got != before and got != after:
            for i, byte in enumerate(got):
                allowed = {m[i] if i < len(m) else 0 for m in (before, after)}
                if byte not in allowed:
                    raise Wrong("%s after a fault: byte %d is %d, may be %s" % (self.name, i, byte, allowed))
        self.model = bytearray(got)

    # mappings

    def mapped(self):
        """The mapping, of the whole file as it was when mapped; only what is below the size may be touched."""
        if self.map is None or not self.map_size:
            self.remap()
        return self.map

    def remap(self):
        self.unmap()
        if not self.size():
            return
        fd = os.open(self.names[0], os.O_RDWR)
        try:
            self.map_size = self.size()
            self.map = mmap.mmap(fd, self.map_size, mmap.MAP_SHARED, offset=self.base)
        finally:
            os.close(fd)

    def unmap(self):
        if self.map is not None:
            self.map.close()
        self.map, self.map_size = None, 0

    def reach(self):
        """How much of the mapping may be touched."""
        return min(self.map_size, self.size())

    def clean(self):
        """Writes the pages of mappings, for calls before which the kernel does not."""
        if self.dirty:
            fd = os.open(self.names[0], os.O_RDWR)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)
            self.dirty = False


def read_all(fd, offset, size):
    parts = []
    while size > 0:
        part = os.pread(fd, size, offset)
        if not part:
            break
        parts.append(part)
        offset += len(part)
        size -= len(part)
    return b"".join(parts)


def write_all(fd, offset, data):
    view = memoryview(data)
    while view:
        done = os.pwrite(fd, view, offset)
        view, offset = view[done:], offset + done


def fallocate(fd, mode, offset, length):
    if libc.fallocate(fd, mode, offset, length):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def refused(code, call, *arguments):
    """CALL fails with one of the errnos CODE."""
    try:
        call(*arguments)
    except OSError as e:
        if e.errno not in code:
            raise
        return
    raise Wrong("%s%r succeeds" % (call.__name__, arguments))


REFUSED = (errno.EOPNOTSUPP, errno.EINVAL)
