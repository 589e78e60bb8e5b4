"""Runs the cases of fs-contract one after the other, each in a child, and says how they went."""
import argparse
import fnmatch
import os
import shutil
import signal
import sys
import time
import traceback

from contract import core


def load():
    from contract import (acls, attributes, create, data, directories, errors, flags, limits, locks, mapping,  # noqa
                          mounts, permissions, random_io, ranges, removal, renames, stamps, tree,
                          watches, xattrs)


def options(doc):
    p = argparse.ArgumentParser(usage=doc)
    p.add_argument("dir", nargs="?")
    p.add_argument("--list", action="store_true")
    p.add_argument("--quiet", action="store_true")
    for name in ("only", "has"):
        p.add_argument("--" + name, action="append", default=[])
    for name in ("known", "second", "small", "readonly", "api", "outside"):
        p.add_argument("--" + name)
    p.add_argument("--part", default="1/1")
    p.add_argument("--slow", type=int, default=0)
    p.add_argument("--seconds", type=float, default=10)
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


class Known:
    """Deviations that are expected: pattern, reason, and whether it happened. "?" before a pattern: it need not."""

    def __init__(self, path):
        self.rules, self.seen, self.optional = [], set(), set()
        if path:
            with open(path) as f:
                for line in f:
                    if line.strip() and not line.startswith("#"):
                        pattern, reason = line.strip().split(None, 1)
                        if pattern.startswith("?"):
                            pattern = pattern[1:]
                            self.optional.add(pattern)
                        self.rules.append((pattern, reason))

    def reason(self, name):
        for pattern, reason in self.rules:
            if fnmatch.fnmatchcase(name, pattern):
                self.seen.add(pattern)
                return reason
        return None

    def unseen(self, ran):
        """The rules of cases that were run but did not fail."""
        return [p for p, _ in self.rules if p not in self.seen and p not in self.optional
                and any(fnmatch.fnmatchcase(n, p.split(":")[0]) for n in ran)]


def child(function, values, out, directory):
    """Never returns."""
    checks = core.Checks(out)
    code = 0
    try:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.setpgid(0, 0)
        os.umask(0o022)
        os.chdir(directory)
        function(checks, *values)
    except core.Outside as e:
        checks.say("call", "", str(e), False, "outside")
    except BaseException as e:
        code = 3
        at = traceback.extract_tb(e.__traceback__)
        inner = [f for f in at if "/contract/" in f.filename][-1]
        checks.say("runs", "no exception", "%s: %s (%s:%d)" % (
            type(e).__name__, core.short(str(e)), os.path.basename(inner.filename), inner.lineno), False)
    finally:
        os._exit(code)


def run(name, function, values, seconds, directory):
    """The lines of one case: (state, id, expected, got)."""
    try:
        os.mkdir(directory)
        os.chmod(directory, 0o755)
    except OSError as e:
        return [("FAIL", name + ":has-a-directory", "success", str(e))]
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        child(function, values, write, directory)
    os.close(write)
    ended = []

    def late(*_):
        ended.append("late")
        os.killpg(pid, signal.SIGKILL)

    signal.signal(signal.SIGALRM, late)
    # A call of the API is a round trip for each component of its path, and one to the program.
    signal.alarm(seconds * 10 if core.API else seconds)
    text = b""
    while True:
        part = os.read(read, 1 << 16)
        if not part:
            break
        text += part
    os.close(read)
    status = os.waitpid(pid, 0)[1]
    signal.alarm(0)
    lines = [tuple(line.split("\t", 3)) for line in text.decode("utf-8", "replace").splitlines()]
    lines = [(s, name + ":" + what.replace(" ", "-"), e, g) for s, what, e, g in lines]
    if ended:
        lines.append(("FAIL", name + ":ends", "within %d s" % seconds, "killed"))
    elif os.WIFSIGNALED(status):
        lines.append(("FAIL", name + ":ends", "no signal", "signal %d" % os.WTERMSIG(status)))
    elif not lines:
        lines.append(("FAIL", name + ":checks", "at least one", "none"))
    return lines


def clear(directory):
    if core.API:
        core.API.api.clear(directory)
    else:
        shutil.rmtree(directory)


def judge_outside(lines, name, reason):
    """A case that the API cannot be asked says so, and is listed; a listed one does. Returns the lines to tell."""
    said = [got for state, _, _, got in lines if state == "outside"]
    lines = [line for line in lines if line[0] != "outside"]
    if said and reason is None:
        lines.append(("FAIL", name + ":outside", "a call of the API, or a line in the list", said[0]))
    elif reason and not said:
        lines.append(("FAIL", name + ":outside", "a call that the API does not have: " + reason, "none"))
    elif not lines:
        lines.append(("ok", name + ":outside", "", ""))
    return lines


def main(doc):
    o = core.OPTIONS = options(doc)
    known, outside = Known(o.known), Known(o.outside)
    if o.api:
        from contract import api
        # before the cases are loaded: their tables hold functions of os
        api.install(o.api)
    load()
    cases = [c for c in core.CASES if not o.only or any(fnmatch.fnmatchcase(c[0], p) for p in o.only)]
    k, n = (int(x) for x in o.part.split("/"))
    cases = cases[k - 1::n]
    if o.list:
        print("\n".join(c[0] for c in cases))
        return 0
    if not o.dir or not os.path.isdir(o.dir) or os.getuid() != 0:
        print("fs-contract: needs root and an existing directory, see --help", file=sys.stderr)
        return 2
    has = set(o.has) | {n for n in ("second", "small", "readonly") if getattr(o, n)}
    count, failed, left_out, knowns, outsides, ran = 0, 0, 0, 0, 0, []
    if o.api:
        from contract import directories
        directories.Stream = api.Stream
    top = os.path.join(os.path.abspath(o.dir), "contract-%d" % os.getpid())
    os.mkdir(top)
    os.chmod(top, 0o755)
    core.TOP = top
    took = []
    for number, (name, function, values, needs, seconds) in enumerate(cases):
        if not set(needs) <= has:
            left_out += 1
            continue
        ran.append(name)
        directory = "%s/%d" % (top, number)
        started = time.monotonic()
        lines = run(name, function, values, seconds, directory)
        try:
            if os.path.isdir(directory):
                clear(directory)
        except OSError as e:
            lines.append(("FAIL", name + ":can-be-removed", "success", str(e)))
        reason = outside.reason(name)
        outsides += reason is not None
        lines = judge_outside(lines, name, reason)
        took.append((time.monotonic() - started, name))
        for state, what, expected, got in lines:
            count += 1
            reason = known.reason(what) if state == "FAIL" else None
            if reason:
                knowns += 1
                print("known %s: %s" % (what, reason))
            elif state == "FAIL":
                failed += 1
                print("FAIL %s: expected %s, got %s" % (what, expected, got), flush=True)
            elif not o.quiet:
                print("ok " + what)
    for pattern in known.unseen(ran):
        failed += 1
        print("FAIL known:%s: expected a failure that is in the list, got none" % pattern)
    for seconds, name in sorted(took, reverse=True)[:o.slow]:
        print("slow %s: %.3f s" % (name, seconds))
    clear(top)
    print("fs-contract: %d cases, %d checks, %d failed, %d known, %d cases left out, %d outside the API" % (
        len(ran), count, failed, knowns, left_out, outsides))
    return 1 if failed else 0
