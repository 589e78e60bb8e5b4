"""The random part of `lock-war`: processes that take and lose locks at random, and a table beside the mounts that knows
who holds what. Whoever was granted a lock enters it and looks whether somebody else is there; before it gives the lock
up it takes its entry out. A process that is about to be killed is marked as doomed first: its entries count no more.

Where the grants of two locks crossed with interruptions, stock's mount was seen to hang, on bricks of either make; it
looks as if its two event threads wait for each other. So only one process there is ever interrupted or killed.
"""
import fcntl
import mmap
import os
import random
import signal
import struct
import sys
import time

sys.dont_write_bytecode = True
import lockcalls
from steps import true

FILES, BYTES, MAX_WARRIORS = 3, 8, 64
# Per file, space and byte one cell of a byte per warrior: 0 = nothing, 1 = read lock, 2 = write lock.
POSIX, FLOCK = 0, 1
CELL = MAX_WARRIORS
TABLE = FILES * 2 * BYTES * CELL
DOOMED = TABLE
COUNTS = TABLE + MAX_WARRIORS
SIZE = COUNTS + MAX_WARRIORS * 32
READ, WRITE = 1, 2


class Table:
    """Shared memory; the guard is a lock on a local file, outside of what is tested."""

    def __init__(self, path):
        self.path = path
        if not os.path.exists(path):
            with open(path, "wb") as f:
                f.truncate(SIZE)
        self.reopen()

    def reopen(self):
        """Each process needs a description of its own, for flock goes by it."""
        self.fd = os.open(self.path, os.O_RDWR)
        self.map = mmap.mmap(self.fd, SIZE)

    def __enter__(self):
        fcntl.flock(self.fd, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_):
        fcntl.flock(self.fd, fcntl.LOCK_UN)

    @staticmethod
    def at(number, space, byte):
        return ((number * 2 + space) * BYTES + byte) * CELL

    def enter(self, me, number, space, start, end, kind):
        with self:
            for byte in range(start, end):
                cell = self.at(number, space, byte)
                for other in range(MAX_WARRIORS):
                    held = self.map[cell + other]
                    if other != me and held and not self.map[DOOMED + other] and WRITE in (held, kind):
                        raise AssertionError("file %d space %d byte %d: warrior %d got %s, but %d holds %s" % (
                            number, space, byte, me, kind, other, held))
                self.map[cell + me] = kind

    def leave(self, me, number, space, start=0, end=BYTES):
        with self:
            for byte in range(start, end):
                self.map[self.at(number, space, byte) + me] = 0

    def doom(self, me):
        with self:
            self.map[DOOMED + me] = 1

    def bury(self, me):
        """The place of a dead warrior is free again; its locks must be too."""
        with self:
            for cell in range(0, TABLE, CELL):
                self.map[cell + me] = 0
            self.map[DOOMED + me] = 0

    def count(self, me, *values):
        struct.pack_into("8I", self.map, COUNTS + me * 32, *values)

    def counted(self):
        return [sum(column) for column in zip(*(
            struct.unpack_from("8I", self.map, COUNTS + me * 32) for me in range(MAX_WARRIORS)))]


def is_patient(me, make):
    """Whether nobody interrupts it."""
    return make == "stock" and me > 1


class Warrior:
    """One process; what it holds is its alone. Counts: grants, EAGAIN, EINTR, waits, conversions, closes."""

    def __init__(self, me, root, table, seed, make):
        self.me, self.root, self.table = me, root, table
        # Stock answers EINTR to calls that did not have to wait, too.
        self.lenient = make == "stock"
        self.patient = is_patient(me, make)
        self.random = random.Random(seed * 1000 + me)
        self.counts = [0] * 8
        self.signals = 0
        self.fds = {}

    def run(self, until):
        self.table.reopen()
        signal.signal(signal.SIGALRM, self.hear)
        signal.siginterrupt(signal.SIGALRM, True)
        while time.monotonic() < until:
            self.once()
            self.table.count(self.me, *self.counts)

    def hear(self, *_):
        self.signals += 1

    def fd(self, number, how):
        key = (number, how)
        if key not in self.fds:
            self.fds[key] = os.open("%s/war-%d" % (self.root, number), os.O_RDWR)
        return self.fds[key]

    def once(self):
        r = self.random
        number, how = r.randrange(FILES), r.choice(("posix", "ofd", "flock"))
        space = FLOCK if how == "flock" else POSIX
        start = 0 if how == "flock" else r.randrange(BYTES)
        end = BYTES if how == "flock" else r.randint(start + 1, BYTES)
        kind = r.choice((READ, WRITE))
        if not self.take(number, how, space, start, end, kind):
            return
        time.sleep(r.random() * 0.004)
        if r.random() < 0.2:
            self.convert(number, how, space, start, end, kind)
        self.let_go(number, how, space, start, end)

    def take(self, number, how, space, start, end, kind):
        wait = self.random.random() < 0.7
        answer = self.lock(number, how, start, end, kind, wait)
        if answer == "":
            self.table.enter(self.me, number, space, start, end, kind)
            self.counts[0] += 1
        return answer == ""

    def lock(self, number, how, start, end, kind, wait):
        """"" when granted. A wait is interrupted after a while, sometimes a very short one."""
        fd = self.fd(number, how)
        before = self.signals
        if wait:
            self.counts[3] += 1
        if wait and not self.patient:
            delay = self.random.choice((0.0001, 0.002, 0.02, 5, 5, 5))
            signal.setitimer(signal.ITIMER_REAL, delay, 0.05 if delay < 1 else 5)
        began = time.monotonic()
        answer = self.call(fd, how, start, end, kind, wait)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if answer == "EINTR":
            true("EINTR without a wait", wait or self.lenient)
            true("EINTR without a signal", self.signals > before or self.lenient)
            self.counts[2] += 1
        elif answer == "EAGAIN":
            true("EAGAIN of a blocking call", not wait)
            self.counts[1] += 1
        else:
            true("errno " + answer, answer == "")
        true("slept through its signals", self.patient or time.monotonic() - began < 15)
        return answer

    @staticmethod
    def call(fd, how, start, end, kind, wait):
        if how == "flock":
            return lockcalls.flock(
                fd, (fcntl.LOCK_SH if kind == READ else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
            ).replace("EWOULDBLOCK", "EAGAIN")
        if how == "ofd":
            cmd = lockcalls.OFD_SETLKW if wait else lockcalls.OFD_SETLK
        else:
            cmd = fcntl.F_SETLKW if wait else fcntl.F_SETLK
        return lockcalls.posix(fd, cmd, fcntl.F_RDLCK if kind == READ else fcntl.F_WRLCK, start, end - start)

    def convert(self, number, how, space, start, end, kind):
        """A conversion may lose what was held, so it counts as given up meanwhile."""
        self.table.leave(self.me, number, space, start, end)
        other = READ if kind == WRITE else WRITE
        self.counts[4] += 1
        if self.lock(number, how, start, end, other, self.random.random() < 0.5) == "":
            self.table.enter(self.me, number, space, start, end, other)
            time.sleep(0.001)

    def let_go(self, number, how, space, start, end):
        self.table.leave(self.me, number, space, start, end)
        fd = self.fd(number, how)
        if self.random.random() < 0.2:
            # Closing any descriptor of a file gives up the process's posix locks on it, and those only.
            del self.fds[number, how]
            os.close(fd)
            self.counts[5] += 1
            return
        if how == "flock":
            answer = lockcalls.flock(fd, fcntl.LOCK_UN)
        else:
            cmd = lockcalls.OFD_SETLK if how == "ofd" else fcntl.F_SETLK
            answer = lockcalls.posix(fd, cmd, fcntl.F_UNLCK, start, end - start)
        true("unlocking: " + answer, answer == "" or self.lenient and answer == "EINTR")
        if answer:
            os.close(self.fds.pop((number, how)))


class War:
    """Keeps warriors on two mounts alive for a while, and kills some."""

    def __init__(self, mounts, makes, table, seed):
        self.mounts, self.makes, self.table, self.seed = mounts, makes, table, seed
        self.random = random.Random(seed)
        self.alive = {}
        self.complaints, self.complain = os.pipe()
        os.set_blocking(self.complaints, False)
        self.killed = self.born = 0

    def spawn(self, me, until):
        side = me % 2
        self.born += 1
        seed = self.seed * 1000 + self.born
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                # A warrior that hangs shall not keep the pipes of others open.
                os.closerange(3, self.complain)
                os.closerange(self.complain + 1, 1024)
                Warrior(me, self.mounts[side], self.table, seed, self.makes[side]).run(until)
                code = 0
            except BaseException as e:
                text = "warrior %d on %s, seed %d: %s: %s; " % (me, self.makes[side], seed, type(e).__name__, e)
                os.write(self.complain, text.encode()[:500])
            finally:
                os._exit(code)
        self.alive[me] = pid

    def kill(self, me):
        self.table.doom(me)
        os.kill(self.alive[me], signal.SIGKILL)
        self.killed += 1
        self.reap(me)

    def reap(self, me, within=20):
        pid, until = self.alive.pop(me), time.monotonic() + within
        while not os.waitpid(pid, os.WNOHANG)[0]:
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                raise AssertionError("warrior %d on %s does not end, pid %d" % (me, self.makes[me % 2], pid))
            time.sleep(0.01)
        self.table.bury(me)

    def said(self):
        try:
            return os.read(self.complaints, 4000).decode()
        except BlockingIOError:
            return ""

    def wage(self, seconds, warriors):
        until = time.monotonic() + seconds
        for me in range(warriors):
            self.spawn(me, until)
        while time.monotonic() < until - 0.5:
            time.sleep(0.05 + self.random.random() * 0.2)
            victim = self.random.randrange(warriors)
            if not is_patient(victim, self.makes[victim % 2]):
                self.kill(victim)
                self.spawn(victim, until)
            said = self.said()
            true(said, not said)

    def end(self, side=None):
        for me in list(self.alive):
            if side is None or me % 2 == side:
                self.reap(me)
        said = self.said()
        true(said, not said)
