#!/usr/bin/env python3
"""What the script `rebalance` needs beside movers: files, two clients' work on them, and a look at what is left.

  rebalance.py fill MOUNT FILES              makes files below MOUNT/tree
  rebalance.py load MOUNT FILES WHO STOP OUT changes every second file (WHO 0 or 1) until STOP exists; writes to OUT,
                                             as JSON, what there must be then
  rebalance.py check MOUNT FILES OUT...      compares names, contents, modes; prints a line for each difference
  rebalance.py bricks BRICK...               looks for files that are on several bricks, and for left marks

A file's first content follows from its number, so nobody has to remember it. The two clients touch different files.
"""
import glob
import hashlib
import json
import os
import random
import stat
import sys
import time

DIRECTORIES = 7
LINKTO = "trusted.glusterfs.dht.linkto"


def path(i):
    return f"d{i % DIRECTORIES}/sub{i % 3}/file-{i}"


def content(i):
    if i % 97 == 5:
        return hashlib.sha512(str(i).encode()).digest() * 30_000
    return hashlib.sha512(str(i).encode()).digest() * (i % 50)


def mode(i):
    return 0o4711 if i % 31 == 3 else 0o640 + i % 8


def fill(mount, files):
    tree = f"{mount}/tree"
    for d in range(DIRECTORIES):
        for s in range(3):
            os.makedirs(f"{tree}/d{d}/sub{s}")
    for i in range(files):
        name = f"{tree}/{path(i)}"
        with open(name, "wb") as f:
            f.write(content(i))
        os.chmod(name, mode(i))
        os.utime(name, ns=(10**18 + i, 10**18 + 7 * i))
        if i % 41 == 0:
            os.symlink(f"target-{i}", f"{tree}/d{i % DIRECTORIES}/link-{i}")
        if i % 53 == 0:
            with open(f"{tree}/d{i % DIRECTORIES}/sparse-{i}", "wb") as f:
                f.truncate(3_000_000)
                f.seek(2_000_000)
                f.write(b"in the middle")


class Load:
    """One client: a model of its own files, changed together with them."""

    def __init__(self, mount, files, who):
        self.tree = f"{mount}/tree"
        self.random = random.Random(who)
        self.model = {path(i): [content(i), mode(i)] for i in range(who, files, 2)}
        self.names = list(self.model)
        self.who = who
        self.made = 0
        self.open = {}
        self.done = 0
        self.missed = 0

    def write(self, name, offset, data):
        old = self.model[name][0]
        old = old + b"\0" * (offset - len(old))
        self.model[name][0] = old[:offset] + data + old[offset + len(data):]

    def rename(self, old, new):
        """Stock's client (1) now and then finds a file nowhere whose move ends at that moment; it must be there then."""
        try:
            os.rename(old, new)
            return True
        except FileNotFoundError:
            self.missed += 1
            if self.who == 0 or self.missed > 5:
                raise
            os.stat(old)
            return False

    def step(self):
        at = self.random.randrange(len(self.names))
        name = self.names[at]
        full = f"{self.tree}/{name}"
        what = self.random.choice(["write", "write", "held", "append", "truncate", "rename", "new", "chmod", "unlink"])
        size = len(self.model[name][0])
        data = self.random.randbytes(self.random.randrange(1, 5000))
        if what == "write":
            offset = self.random.randrange(size + 1)
            with open(full, "r+b", buffering=0) as f:
                f.seek(offset)
                f.write(data)
            self.write(name, offset, data)
        elif what == "held":
            # an fd that stays open while its file moves, and is renamed
            if len(self.open) < 8 and name not in self.open:
                self.open[name] = os.open(full, os.O_RDWR)
            held = self.random.choice(list(self.open))
            offset = self.random.randrange(len(self.model[held][0]) + 1)
            os.pwrite(self.open[held], data, offset)
            self.write(held, offset, data)
            if self.random.random() < 0.3:
                os.close(self.open.pop(held))
        elif what == "append":
            with open(full, "ab", buffering=0) as f:
                f.write(data)
            self.write(name, size, data)
        elif what == "truncate":
            length = self.random.randrange(size + 1)
            os.truncate(full, length)
            self.model[name][0] = self.model[name][0][:length]
        elif what == "chmod":
            bits = self.random.choice([0o600, 0o644, 0o755])
            os.chmod(full, bits)
            self.model[name][1] = bits
        elif what == "new":
            self.made += 1
            fresh = f"d{self.made % DIRECTORIES}/new-{self.who}-{self.made}"
            with open(f"{self.tree}/{fresh}", "xb") as f:
                f.write(data)
            os.chmod(f"{self.tree}/{fresh}", 0o640)
            self.model[fresh] = [data, 0o640]
            self.names.append(fresh)
        elif what == "rename":
            self.made += 1
            fresh = f"d{self.made % DIRECTORIES}/renamed-{self.who}-{self.made}"
            if not self.rename(full, f"{self.tree}/{fresh}"):
                return
            self.model[fresh] = self.model.pop(name)
            self.names[at] = fresh
            if name in self.open:
                self.open[fresh] = self.open.pop(name)
        elif what == "unlink" and name not in self.open and len(self.names) > 100:
            os.unlink(full)
            del self.model[name]
            self.names[at] = self.names[-1]
            self.names.pop()
        self.done += 1

    def run(self, stop, out):
        while not os.path.exists(stop):
            try:
                self.step()
            except OSError as why:
                print(f"client {self.who}: {why}", flush=True)
                for full in filter(None, (why.filename, why.filename2)):
                    on_bricks(os.path.dirname(stop), os.path.relpath(full, os.path.dirname(self.tree)))
                sys.exit(1)
            time.sleep(0.002)
        for fd in self.open.values():
            os.close(fd)
        with open(out, "w") as f:
            json.dump({n: [hashlib.sha1(c).hexdigest(), m] for n, (c, m) in self.model.items()}, f)
        print(f"client {self.who}: {self.done} steps, {self.missed} renames missed", flush=True)


def on_bricks(work, name):
    """Tells what is there of a name that failed, as it is now."""
    for root in sorted(glob.glob(f"{work}/brick-[1-9]")):
        full = f"{root}/{name}"
        try:
            iatt = os.lstat(full)
        except FileNotFoundError:
            continue
        xattrs = {n: os.getxattr(full, n, follow_symlinks=False) for n in os.listxattr(full, follow_symlinks=False)}
        print(f"  {full}: mode {iatt.st_mode:o}, {iatt.st_size} bytes, {iatt.st_nlink} links, {xattrs}")


def seen(tree):
    found = {}
    for directory, _, names in os.walk(tree):
        for name in names:
            full = f"{directory}/{name}"
            key = os.path.relpath(full, tree)
            if key in found:
                print(f"listed twice: {key}")
            if os.path.islink(full):
                found[key] = [os.readlink(full), 0]
                continue
            try:
                with open(full, "rb") as f:
                    digest = hashlib.sha1(f.read()).hexdigest()
            except OSError as why:
                digest = str(why)
            found[key] = [digest, stat.S_IMODE(os.stat(full).st_mode)]
    return found


def check(mount, files, models):
    wanted = {}
    for model in models:
        with open(model) as f:
            wanted.update(json.load(f))
    untouched = [] if models else range(files)
    for i in untouched:
        wanted[path(i)] = [hashlib.sha1(content(i)).hexdigest(), mode(i)]
    sparse = b"\0" * 2_000_000 + b"in the middle" + b"\0" * (1_000_000 - len(b"in the middle"))
    for i in range(files):
        if i % 41 == 0:
            wanted[f"d{i % DIRECTORIES}/link-{i}"] = [f"target-{i}", 0]
        if i % 53 == 0:
            wanted[f"d{i % DIRECTORIES}/sparse-{i}"] = [hashlib.sha1(sparse).hexdigest(), 0o644]
    found = seen(f"{mount}/tree")
    bad = 0
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            bad += 1
            print(f"{name}: wanted {wanted.get(name)}, found {found.get(name)}")
    for i in untouched:
        if os.stat(f"{mount}/tree/{path(i)}").st_mtime_ns != 10**18 + 7 * i:
            bad += 1
            print(f"{path(i)}: other mtime")
    print(f"{len(found)} names, {bad} wrong")
    return bad


def linkto(full):
    try:
        return os.getxattr(full, LINKTO, follow_symlinks=False).rstrip(b"\0").decode()
    except OSError:
        return None


def bricks(roots):
    bad = 0
    places = {}
    for root in roots:
        for directory, below, names in os.walk(root):
            if directory == root and ".glusterfs" in below:
                below.remove(".glusterfs")
            for name in names:
                full = f"{directory}/{name}"
                iatt = os.lstat(full)
                leads = linkto(full)
                key = os.path.relpath(full, root)
                is_linkto = stat.S_ISREG(iatt.st_mode) and stat.S_IMODE(iatt.st_mode) == 0o1000 and leads
                if is_linkto:
                    continue
                places.setdefault(key, []).append(root)
                if leads:
                    bad += 1
                    print(f"{full}: data with linkto {leads}, mode {iatt.st_mode:o}")
                if "trusted.glusterfs.protect.writes" in os.listxattr(full, follow_symlinks=False):
                    print(f"note: {full} keeps the trace of a guarded write")
    for key, where in places.items():
        if len(where) > 1:
            bad += 1
            print(f"{key} is on {where}")
    spread = {root: sum(root in where for where in places.values()) for root in roots}
    print(f"{len(places)} files: {list(spread.values())}, {bad} wrong")
    return bad


def main():
    what, *rest = sys.argv[1:]
    if what == "fill":
        fill(rest[0], int(rest[1]))
    elif what == "load":
        Load(rest[0], int(rest[1]), int(rest[2])).run(rest[3], rest[4])
    elif what == "check":
        sys.exit(min(1, check(rest[0], int(rest[1]), rest[2:])))
    elif what == "bricks":
        sys.exit(min(1, bricks(rest)))


main()
