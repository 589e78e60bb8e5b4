"""lock-war.py A B RIG SEED SECONDS: the same volume mounted at A and B; see `lock-war`. B's client ends last."""
import fcntl
import glob
import os
import re
import select
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import lockcalls
import lockwarriors
from steps import Child, eq, put, true

A, B, RIG, SEED, SECONDS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
MAKES = [os.environ["RIG_CLIENT"], os.environ["RIG_CLIENT_B"]]
SERVER = os.environ["RIG_SERVER"]
FAILED = []
WHOLE = (0, 0)


ONLY = os.environ.get("LOCK_WAR_ONLY", "")


def step(function):
    name = function.__name__.replace("_", "-")
    if not re.match(ONLY, name):
        return
    began, said = time.monotonic(), None
    try:
        Child(function).join()
    except AssertionError as e:
        said = str(e)
        FAILED.append(name)
    took = "%.1f s" % (time.monotonic() - began)
    print("FAIL %s: %s" % (name, said) if said else "ok %s %s" % (name, took), flush=True)


def rig(command, side=0):
    subprocess.check_call([RIG, command], env=dict(
        os.environ, RIG_MOUNT=(A, B)[side], RIG_CLIENT=MAKES[side]))


def opened(path):
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


class Waiter:
    """A process on `path` that waits for a lock and tells what became of it: "" or an errno's name."""

    def __init__(self, call, path, handler=lambda *_: None):
        self.read, write = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                # Whatever is held through an inherited descriptor would stay held here.
                os.closerange(3, write)
                os.closerange(write + 1, 1024)
                signal.signal(signal.SIGUSR1, handler)
                signal.siginterrupt(signal.SIGUSR1, True)
                fd = opened(path)
                os.write(write, b"?")
                os.write(write, (call(fd) or "granted").encode())
                time.sleep(60)
            finally:
                os._exit(0)
        os.close(write)
        eq("waiter", os.read(self.read, 1), b"?")

    def waits(self):
        eq("answer while it has to wait", select.select([self.read], [], [], 0.3)[0], [])
        return self

    def answer(self, within=10):
        true("no answer within %d s" % within, select.select([self.read], [], [], within)[0])
        return os.read(self.read, 100).decode()

    def interrupt(self):
        os.kill(self.pid, signal.SIGUSR1)
        return self

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def posix(cmd, kind=fcntl.F_WRLCK, start=0, length=0):
    return lambda fd: lockcalls.posix(fd, cmd, kind, start, length)


WAYS = {
    "posix": (posix(fcntl.F_SETLK), posix(fcntl.F_SETLKW), posix(fcntl.F_SETLK, fcntl.F_UNLCK)),
    "ofd": (posix(lockcalls.OFD_SETLK), posix(lockcalls.OFD_SETLKW), posix(lockcalls.OFD_SETLK, fcntl.F_UNLCK)),
    "flock": (
        lambda fd: lockcalls.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB),
        lambda fd: lockcalls.flock(fd, fcntl.LOCK_EX),
        lambda fd: lockcalls.flock(fd, fcntl.LOCK_UN)),
}


def free(path, within=10):
    """Somebody else can have the whole file, on both mounts and by every kind of lock."""
    until = time.monotonic() + within
    for root in (A, B):
        for take, _, give in WAYS.values():
            fd = opened(root + path)
            while take(fd):
                true("%s is not free on %s" % (path, root), time.monotonic() < until)
                time.sleep(0.05)
            eq("unlock", give(fd), "")
            os.close(fd)


@step
def a_signal_ends_a_wait_everywhere():
    for root, other in ((A, B), (B, A), (A, A), (B, B)):
        for name, (take, wait, give) in WAYS.items():
            path = "/sig-" + name
            held = opened(root + path)
            eq("first", take(held), "")
            waiter = Waiter(wait, other + path).waits()
            eq(name + " interrupted", waiter.interrupt().answer(), "EINTR")
            eq("unlock", give(held), "")
            # The interrupted process lives and has its descriptor open, but no lock.
            again = opened(root + path)
            eq(name + ": a lock without a holder", take(again), "")
            eq("unlock", give(again), "")
            waiter.kill()
            os.close(held)
            os.close(again)
            free(path)


@step
def a_signal_ends_one_wait_only():
    path = "/one"
    for root in (A, B):
        held = opened(A + path)
        eq("first", WAYS["posix"][0](held), "")
        one = Waiter(WAYS["posix"][1], root + path).waits()
        two = Waiter(WAYS["posix"][1], root + path).waits()
        eq("interrupted", two.interrupt().answer(), "EINTR")
        one.waits()
        os.close(held)
        eq("the other", one.answer(), "granted")
        one.kill()
        two.kill()
        free(path)


@step
def killed_waiters_and_holders_leave_nothing():
    for root, other in ((A, B), (B, A)):
        for name, (take, wait, give) in WAYS.items():
            path = "/kill-" + name
            holder = Waiter(wait, root + path)
            eq("holder", holder.answer(), "granted")
            waiter, last = Waiter(wait, other + path).waits(), Waiter(wait, root + path).waits()
            waiter.kill()
            last.waits()
            holder.kill()
            eq("the last one", last.answer(), "granted")
            last.kill()
            free(path)


@step
def waiters_are_served_in_their_order():
    path = "/order"
    held = opened(A + path)
    eq("first", WAYS["posix"][0](held), "")
    waiters = []
    for i in range(6):
        waiters.append(Waiter(WAYS["posix"][1], (A, B)[i % 2] + path).waits())
    os.close(held)
    for i, waiter in enumerate(waiters):
        eq("waiter %d" % i, waiter.answer(), "granted")
        for later in waiters[i + 1:]:
            eq("overtaken", select.select([later.read], [], [], 0)[0], [])
        waiter.kill()
    free(path)


@step
def getlk_tells_the_pid_of_the_holder():
    for root, other in ((A, B), (B, A)):
        holder = Waiter(posix(fcntl.F_SETLK, fcntl.F_WRLCK, 10, 5), root + "/get")
        eq("holder", holder.answer(), "granted")
        fd = opened(other + "/get")
        eq("in the way", lockcalls.test(fd, fcntl.F_RDLCK), (fcntl.F_WRLCK, 10, 5, holder.pid))
        eq("beside", lockcalls.test(fd, fcntl.F_WRLCK, 15, 0)[0], fcntl.F_UNLCK)
        eq("for an open file", lockcalls.test(fd, fcntl.F_WRLCK, 0, 0, lockcalls.OFD_GETLK)[:3],
           (fcntl.F_WRLCK, 10, 5))
        holder.kill()
        os.close(fd)
    free("/get")


@step
def two_readers_that_both_want_to_write_go_on():
    for one, other in ((A, B), (A, A), (B, B)):
        a, b = opened(one + "/up"), opened(other + "/up")
        eq("reader", lockcalls.flock(a, fcntl.LOCK_SH), "")

        def upgrade(fd):
            lockcalls.flock(fd, fcntl.LOCK_SH)
            return lockcalls.flock(fd, fcntl.LOCK_EX)

        waiter = Waiter(upgrade, other + "/up").waits()
        signal.signal(signal.SIGALRM, lambda *_: None)
        signal.siginterrupt(signal.SIGALRM, True)
        signal.alarm(10)
        eq("upgrade", lockcalls.flock(a, fcntl.LOCK_EX), "")
        signal.alarm(0)
        waiter.waits()
        os.close(a)
        eq("the other upgrade", waiter.answer(), "granted")
        waiter.kill()
        os.close(b)
        free("/up")


@step
def one_process_may_use_both_kinds():
    if SERVER == "stock":
        return
    for root, make in zip((A, B), MAKES):
        if make == "glusterj":
            fd = opened(root + "/both")
            eq("posix", WAYS["posix"][0](fd), "")
            eq("flock", WAYS["flock"][0](fd), "")
            os.close(fd)
    free("/both")


def cleared(root, path, what):
    """Both clients pass the name on; the text comes from the brick."""
    text = os.getxattr(root + path, "glusterfs.clrlk." + what).decode(errors="replace").rstrip("\0")
    return [int(n) for n in re.findall(r"locks=(\d+)", text)] or text


def statedump():
    """The lines of a fresh dump of the brick."""
    pattern = "/run/gluster/*.dump.*"
    for old in glob.glob(pattern):
        os.unlink(old)
    pid = int(subprocess.check_output([RIG, "server-pid"]))
    os.kill(pid, signal.SIGUSR1)
    until = time.monotonic() + 20
    while True:
        for name in glob.glob(pattern):
            with open(name, errors="replace") as f:
                text = f.read()
            if "DUMP-END-TIME" in text:
                return text
        true("no statedump within 20 s", time.monotonic() < until)
        time.sleep(0.1)


LOCK = (r"^posixlk\.posixlk\[\d+\]\(%s\)=type=WRITE, whence=0, start=%d, len=%d, pid = %d, owner=[0-9a-f]{16},"
        r" client=0x[0-9a-f]+, connection-id=CTX_ID:\S+, %s at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [-+]\d{4}$")


@step
def locks_are_listed_and_cleared():
    for root, other in ((A, B), (B, A)):
        path = "/clear"
        holder = Waiter(posix(fcntl.F_SETLK, fcntl.F_WRLCK, 0, 10), root + path)
        eq("holder", holder.answer(), "granted")
        waiter = Waiter(posix(fcntl.F_SETLKW, fcntl.F_WRLCK, 5, 1), other + path).waits()
        dump = statedump()
        for want in ("ACTIVE", 0, 10, holder.pid, "granted"), ("BLOCKED", 5, 1, waiter.pid, "blocked"):
            true("%s in\n%s" % (want, "\n".join(l for l in dump.split("\n") if "posixlk" in l)),
                 re.search(LOCK % want, dump, re.M))
        true("path", re.search(r"^path=/clear$", dump, re.M))
        eq("another range", cleared(other, path, "tposix.kall.0,0-5"), "No locks cleared.")
        eq("blocked", cleared(other, path, "tposix.kblocked"), [1, 0])
        # The kernel makes ERESTARTSYS of EINTR, and the caller sees that unless a signal is pending.
        true("the cleared wait", waiter.answer() in ("EINTR", "errno 512"))
        eq("granted", cleared(root, path, "tposix.kgranted.0,0-10"), [0, 1])
        fd = opened(other + path)
        eq("free", WAYS["posix"][0](fd), "")
        os.close(fd)
        holder.kill()
        waiter.kill()
        free(path)


TABLE = lockwarriors.Table(os.environ["RIG_DIR"] + "/table")


@step
def war():
    for number in range(lockwarriors.FILES):
        put(A + "/war-%d" % number, b"x" * 64)
    fight = lockwarriors.War((A, B), MAKES, TABLE, SEED)
    fight.wage(SECONDS, 8)
    fight.end()
    counts = dict(zip(("grants", "refused", "interrupted", "waits", "conversions", "closes"), TABLE.counted()))
    print("war seed %d: %s, killed %d" % (SEED, counts, fight.killed), flush=True)
    true("hardly anything happened: %s" % counts, min(counts.values()) > SECONDS)
    for number in range(lockwarriors.FILES):
        free("/war-%d" % number)


@step
def nobody_keeps_a_lock_over_a_restart_of_the_brick():
    path = "/restart"
    held = opened(A + path)
    eq("held", WAYS["posix"][0](held), "")
    waiter = Waiter(WAYS["posix"][1], B + path).waits()
    rig("server-crash")
    true("the waiter: ", waiter.answer(60) in ("ENOTCONN", "granted", "EBADFD"))
    waiter.kill()
    until = time.monotonic() + 40
    for root in (A, B):
        while True:
            try:
                os.statvfs(root)
                os.close(opened(root + path + "-again"))
                break
            except OSError:
                true("works again", time.monotonic() < until)
                time.sleep(0.1)
    free(path, 20)
    try:
        os.close(held)
    except OSError:
        pass


@step
def a_client_that_goes_takes_its_locks_along():
    path = "/gone"
    holder = Waiter(WAYS["posix"][1], B + path)
    eq("holder", holder.answer(), "granted")
    first = Waiter(WAYS["posix"][1], A + path).waits()
    rig("client-kill", 1)
    eq("after the client was killed", first.answer(), "granted")
    first.kill()
    holder.kill()
    rig("client-mount", 1)
    holder = Waiter(WAYS["flock"][1], B + path)
    eq("holder", holder.answer(), "granted")
    second = Waiter(WAYS["flock"][1], A + path).waits()
    holder.kill()
    eq("after its holder was killed", second.answer(), "granted")
    second.kill()
    free(path)
    rig("client-umount", 1)
    fd = opened(A + path)
    eq("free", WAYS["posix"][0](fd), "")


sys.exit(1 if FAILED else 0)
