"""Random operations on one file beside a model in memory: reads, writes, truncation, mapping, holes, copies."""
import errno
import mmap
import os
import random
import time

from contract import core
from contract.core import case, opened, sys

FLAVOURS = ("plain", "mapped", "direct", "reopened", "two-descriptors", "appending")
SIZE = 400000
ALL_OPS = ("write", "read", "truncate", "punch", "zero", "allocate", "copy", "sync", "collapse", "insert", "stat",
           "seek", "vector", "advise")


class Trial:
    """One file and what it must hold. Every operation says what it did, for the line of the failure."""

    def __init__(self, seed, flavour):
        self.rnd, self.flavour, self.log, self.model = random.Random(seed), flavour, [], bytearray()
        self.off = set()
        self.direct = os.O_DIRECT if flavour == "direct" else 0
        self.open()

    def open(self):
        self.fd = os.open("x", os.O_CREAT | os.O_RDWR | self.direct)
        self.other = os.open("x", os.O_RDWR) if self.flavour == "two-descriptors" else self.fd

    def span(self):
        at, n = self.rnd.randrange(SIZE), self.rnd.choice((1, 10, 512, 4096, 5000, 65536, 131072))
        n = self.rnd.randrange(1, n + 1)
        if self.direct:
            at, n = at & ~4095, (n + 4095) & ~4095
        return at, min(n, SIZE - at) if not self.direct else n

    def grow(self, size):
        if size > len(self.model):
            self.model += bytes(size - len(self.model))

    def write(self):
        at, n = self.span()
        data = self.rnd.randbytes(n)
        fd = self.rnd.choice((self.fd, self.other))
        if self.flavour == "appending" and self.rnd.random() < .3:
            if len(self.model) + n > 2 * SIZE:
                return None
            with opened("x", os.O_WRONLY | os.O_APPEND) as a:
                os.write(a, data)
            self.model += data
            return "append", n
        if self.flavour == "mapped" and self.rnd.random() < .5 and at < len(self.model):
            n = min(n, len(self.model) - at)
            with mmap.mmap(fd, len(self.model)) as m:
                m[at:at + n] = data[:n]
                if self.rnd.random() < .5:
                    m.flush()
            self.model[at:at + n] = data[:n]
            return "store", at, n
        if self.direct:
            page = mmap.mmap(-1, n)
            page[:] = data
            data = page
        done = os.pwrite(fd, data, at)
        assert done == n, "wrote %d of %d" % (done, n)
        self.grow(at + n)
        self.model[at:at + n] = data[:]
        return "write", at, n

    def vector(self):
        if self.direct:
            return None
        at, n = self.span()
        data = self.rnd.randbytes(n)
        k = self.rnd.randrange(n + 1)
        os.pwritev(self.fd, [data[:k], data[k:]], at)
        self.grow(at + n)
        self.model[at:at + n] = data
        return "pwritev", at, n

    def read(self):
        at, n = self.span()
        fd = self.rnd.choice((self.fd, self.other))
        wanted = bytes(self.model[at:at + n])
        if self.flavour == "mapped" and self.rnd.random() < .5 and at < len(self.model):
            with mmap.mmap(fd, len(self.model), prot=mmap.PROT_READ) as m:
                assert m[at:at + n] == wanted, "load at %d of %d" % (at, n)
            return "load", at, n
        if self.direct:
            page = mmap.mmap(-1, n)
            got = os.preadv(fd, [page], at)
            assert page[:got] == wanted, "direct read at %d of %d" % (at, n)
        else:
            assert os.pread(fd, n, at) == wanted, "read at %d of %d" % (at, n)
        return "read", at, n

    def truncate(self):
        size = self.rnd.randrange(SIZE)
        if self.direct:
            size &= ~4095
        os.truncate("x", size) if self.rnd.random() < .3 else os.ftruncate(self.fd, size)
        del self.model[size:]
        self.grow(size)
        return "truncate", size

    def falloc(self, name, mode, aligned=False):
        at, n = self.span()
        if aligned:
            at, n = at & ~4095, 4096 * self.rnd.randrange(1, 8)
            if at + n >= len(self.model):
                return None
        try:
            sys("fallocate", self.fd, mode, at, n)
        except OSError as e:
            if e.errno != errno.EOPNOTSUPP:
                raise
            self.off.add(name)
            return None
        return at, n

    def punch(self):
        r = self.falloc("punch", 3)
        if r:
            at, n = r
            n = max(0, min(n, len(self.model) - at))
            self.model[at:at + n] = bytes(n)
        return r and ("punch",) + r

    def zero(self):
        keep = self.rnd.randrange(2)
        r = self.falloc("zero", 16 | keep)
        if r:
            at, n = r
            if not keep:
                self.grow(at + n)
            n = max(0, min(n, len(self.model) - at))
            self.model[at:at + n] = bytes(n)
        return r and ("zero", keep) + r

    def allocate(self):
        keep = self.rnd.randrange(2)
        r = self.falloc("allocate", keep)
        if r and not keep:
            self.grow(sum(r))
        return r and ("allocate", keep) + r

    def collapse(self):
        r = self.falloc("collapse", 8, True)
        if r:
            del self.model[r[0]:sum(r)]
        return r and ("collapse",) + r

    def insert(self):
        if len(self.model) > SIZE:
            return None
        r = self.falloc("insert", 32, True)
        if r:
            self.model[r[0]:r[0]] = bytes(r[1])
        return r and ("insert",) + r

    def copy(self):
        at, n = self.span()
        to, n = self.rnd.randrange(SIZE), min(n, len(self.model) - at)
        if self.direct:
            to &= ~4095
        if n <= 0 or abs(to - at) < n:
            return None
        done = os.copy_file_range(self.fd, self.other, n, at, to)
        self.grow(to + done)
        self.model[to:to + done] = self.model[at:at + done]
        return "copy", at, to, done

    def sync(self):
        self.rnd.choice((os.fsync, os.fdatasync))(self.fd)
        if self.flavour == "reopened":
            os.close(self.fd)
            self.open()
        return ("sync",)

    def advise(self):
        os.posix_fadvise(self.fd, 0, 0, self.rnd.choice((1, 2, 4)))
        return ("advise",)

    def stat(self):
        sizes = os.fstat(self.fd).st_size, os.stat("x").st_size, os.lseek(self.other, 0, 2)
        assert sizes == (len(self.model),) * 3, "sizes %r, expected %d" % (sizes, len(self.model))
        return None

    def seek(self):
        at, last = 0, 0
        while at < len(self.model):
            try:
                data = os.lseek(self.fd, at, os.SEEK_DATA)
            except OSError as e:
                assert e.errno == errno.ENXIO
                data = len(self.model)
            assert not any(self.model[at:data]), "a hole with data between %d and %d" % (at, data)
            if data >= len(self.model):
                break
            at = os.lseek(self.fd, data, os.SEEK_HOLE)
            assert at > data >= last
            last = at
        return None

    def step(self):
        op = self.rnd.choice(("write", "read", "write", "read") + tuple(o for o in ALL_OPS if o not in self.off))
        said = getattr(self, op)()
        if said:
            self.log.append(said)

    def whole(self):
        with opened("x") as fd:
            content = b"".join(iter(lambda: os.read(fd, 100000), b""))
        assert len(content) == len(self.model), "size %d, expected %d" % (len(content), len(self.model))
        if content != bytes(self.model):
            at = next(i for i in range(len(content)) if content[i] != self.model[i])
            raise AssertionError("content differs at %d" % at)


@case(FLAVOURS, seconds=600)
def one_file(t, flavour):
    until = time.monotonic() + core.OPTIONS.seconds / len(FLAVOURS)
    seed = core.OPTIONS.seed
    while True:
        trial = Trial(seed, flavour)
        said = "as the model"
        try:
            for _ in range(150):
                trial.step()
            trial.whole()
        except AssertionError as e:
            said = "%s after %r" % (e, trial.log[-12:])
        t.eq("seed %d" % seed, said, "as the model")
        os.close(trial.fd)
        os.unlink("x")
        seed += 1
        if time.monotonic() > until:
            return


@case((3,), seconds=300)
def one_file_of_many_processes(t, n):
    """Each process writes its own stripes of one file; nobody's are lost."""
    from contract.core import Child, get
    size, stripe, rounds = 600000, 5000, 60

    def worker(k):
        fd = os.open("x", os.O_CREAT | os.O_RDWR)
        rnd = random.Random(k)
        for i in range(rounds):
            at = (rnd.randrange(size // stripe // n) * n + k) * stripe
            data = bytes([k * 80 + i + 1]) * stripe
            os.pwrite(fd, data, at)
            assert os.pread(fd, stripe, at) == data, "own stripe at %d" % at
        return True
    for c in [Child(worker, k) for k in range(n)]:
        c.join()
    content = get("x")
    good = True
    for i in range(0, len(content), stripe):
        part = content[i:i + stripe]
        k = i // stripe % n
        good = good and len(set(part)) == 1 and (part[0] == 0 or (part[0] - 1) // 80 == k)
    t.true("stripes", good)
