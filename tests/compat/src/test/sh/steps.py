"""What the torture steps share: the registry, the checks and the runner. Standard library only, Python 3.9 or later."""
import contextlib
import ctypes
import errno
import os
import signal
import sys
import traceback

STEPS = []
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]
SHORT = False


def step(function):
    """Registers a step: a function of a fresh directory. Its name is the function's with dashes."""
    STEPS.append((function.__name__.replace("_", "-"), function))
    return function


def eq(what, got, want):
    if got != want:
        raise AssertionError("%s: got %.200r, want %.200r" % (what, got, want))


def true(what, claim):
    if not claim:
        raise AssertionError(what)


@contextlib.contextmanager
def fails(*names):
    """The block must raise OSError with one of the named errnos."""
    want = [getattr(errno, n) for n in names]
    try:
        yield
    except OSError as e:
        if e.errno not in want:
            raise AssertionError("got %s, want %s" % (errno.errorcode[e.errno], "/".join(names))) from e
    else:
        raise AssertionError("succeeded, want %s" % "/".join(names))


def libc(name, *args):
    """Calls a libc function that answers -1 and errno."""
    ctypes.set_errno(0)
    result = getattr(LIBC, name)(*args)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def put(path, data, mode=0o644):
    fd = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view):]
    finally:
        os.close(fd)
    return path


def get(path):
    with open(path, "rb") as f:
        return f.read()


class Child:
    """A forked process that runs a function; join() demands that it ended well and relays its complaint."""

    def __init__(self, function, *args):
        self.read, write = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.read)
            code = 1
            try:
                function(*args)
                code = 0
            except BaseException as e:
                os.write(write, ("%s: %s" % (type(e).__name__, e)).encode("utf-8", "replace")[:1000])
            finally:
                os._exit(code)
        os.close(write)

    def join(self):
        with os.fdopen(self.read, "rb") as f:
            said = f.read().decode("utf-8", "replace")
        status = os.waitpid(self.pid, 0)[1]
        if status:
            raise AssertionError("child: %s" % (said or "status %d" % status))


def together(*functions):
    """Runs the functions in as many processes at the same time."""
    children = [Child(f) for f in functions]
    for c in children:
        c.join()


def run_one(name, function, directory, seconds):
    """Runs a step in its own process group; answers None, or the reason why it failed."""
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.close(read)
        code = 1
        try:
            os.mkdir(directory)
            function(directory)
            code = 0
        except BaseException as e:
            last = traceback.extract_tb(e.__traceback__)
            where = [t for t in last if t.name == function.__name__]
            text = "%s (line %d)" % (e if str(e) else type(e).__name__, (where or last)[-1].lineno)
            os.write(write, text.encode("utf-8", "replace")[:2000])
        finally:
            os._exit(code)
    os.close(write)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    signal.alarm(seconds)
    status = os.waitpid(pid, 0)[1]
    signal.alarm(0)
    said = os.read(read, 4096).decode("utf-8", "replace").replace("\n", " ")
    os.close(read)
    if status == 0:
        return None
    if os.WIFSIGNALED(status):
        return "killed by signal %d (the limit is %d s)" % (os.WTERMSIG(status), seconds)
    return said
