"""invalidation.py A B ROUNDS: what one mount of a volume changes, the other sees within a second."""
import os
import sys
import time

sys.dont_write_bytecode = True

A, B, ROUNDS = sys.argv[1], sys.argv[2], int(sys.argv[3])
WITHIN = 1.0
FAILED = False


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)


def get(path):
    with open(path, "rb") as f:
        return f.read()


def report(name, lags, stale):
    global FAILED
    lags.sort()
    text = "%s: %d rounds, seen after %.1f ms (half), %.1f ms (all but 1 of 100), %.1f ms (all)" % (
        name, len(lags), lags[len(lags) // 2] * 1e3, lags[len(lags) * 99 // 100] * 1e3, lags[-1] * 1e3)
    FAILED |= bool(stale)
    print("FAIL %s: %d stale; %s" % (name, len(stale), stale[:3]) if stale else "ok " + text, flush=True)


def alternate(name, rounds, change, look, ways=((A, B), (B, A))):
    """CHANGE(mount, i) by one, then LOOK(other) must be what CHANGE returned; LOOK is done before, so that it is kept."""
    lags, stale = [], []
    for i in range(rounds):
        by, other = ways[i % len(ways)]
        look(other)
        wanted = change(by, i)
        start = time.monotonic()
        seen = look(other)
        while seen != wanted and time.monotonic() - start < WITHIN:
            seen = look(other)
        lags.append(time.monotonic() - start)
        if seen != wanted:
            stale.append((i, os.path.basename(other), wanted, seen))
    report(name, lags, stale)


def content(by, i):
    data = b"%d" % i + b"x" * (i % 7)
    fd = os.open(by + "/f", os.O_WRONLY)
    os.ftruncate(fd, len(data))
    os.pwrite(fd, data, 0)
    os.close(fd)
    return data


def same_size(by, i):
    """Size and often mtime stay as they were: only a report tells."""
    data = b"%08d" % i
    fd = os.open(by + "/s", os.O_WRONLY)
    os.pwrite(fd, data, 0)
    os.close(fd)
    return data


def mode(by, i):
    os.chmod(by + "/m", 0o600 | i % 64)
    return 0o600 | i % 64


def rename(by, i):
    os.rename(by + "/d/n%d" % (i % 2), by + "/d/n%d" % ((i + 1) % 2))
    return ["n%d" % ((i + 1) % 2)]


def names(at):
    return [n for n in ("n0", "n1") if os.path.exists(at + "/d/" + n)]


def replace(by, i):
    put(by + "/tmp", b"%d" % i)
    os.rename(by + "/tmp", by + "/r")
    return b"%d" % i


def entry(by, i):
    path = by + "/e/x"
    if i % 2 == 0:
        put(path, b"x")
        return ["x"]
    os.unlink(path)
    return []


def replaced(at):
    try:
        return get(at + "/r")
    except OSError as e:
        return repr(e)


os.mkdir(A + "/d")
os.mkdir(A + "/e")
put(A + "/d/n0", b"n")
for f in "fsmr":
    put(A + "/" + f, b"00000000")
alternate("content", ROUNDS, content, lambda at: get(at + "/f"))
alternate("same-size", ROUNDS, same_size, lambda at: get(at + "/s"))
alternate("size", ROUNDS // 4, lambda by, i: len(content(by, i)), lambda at: os.stat(at + "/f").st_size)
alternate("mode", ROUNDS // 4, mode, lambda at: os.stat(at + "/m").st_mode & 0o7777)
# Stock's md-cache keeps the old name of a file that it finds under the new one.
alternate("names", ROUNDS // 4, rename, names, ((A, B),))
alternate("replaced", ROUNDS // 4, replace, replaced)
alternate("listing", ROUNDS // 4, entry, lambda at: os.listdir(at + "/e"), ((A, B), (A, B), (B, A), (B, A)))
sys.exit(1 if FAILED else 0)
