#!/usr/bin/env python3
"""self-heal.py load MOUNT STATE END: four workers make, fill, rename and remove files in directories of their own, until the
file END is there, and write down what the volume acknowledged. self-heal.py check STATE BRICK...: every brick has exactly that.
self-heal.py share DIRECTORY SEED END: writes, makes and removes files that another does, too, and does not mind failures."""
import json
import os
import random
import sys
import threading
import time


class Worker(threading.Thread):
    """Owner of one directory. Knows of each name its content, or None where an operation failed and either may be."""

    def __init__(self, top, number, end):
        super().__init__()
        self.directory = os.path.join(top, "w%d" % number)
        self.random = random.Random(number)
        self.end = end
        self.names = {}
        self.done = self.failed = 0
        os.mkdir(self.directory)

    def run(self):
        while not os.path.exists(self.end):
            name = "n%d" % self.random.randrange(60)
            try:
                self.step(name)
                self.done += 1
            except OSError:
                self.failed += 1
                time.sleep(0.05)

    def step(self, name):
        path = os.path.join(self.directory, name)
        kind = self.random.randrange(4)
        known = self.names.get(name, "")
        if known is None:
            self.settle(name, path)
        elif known == "" or kind == 0:
            text = "%s %d %s" % (name, self.done, "x" * self.random.randrange(3000))
            self.names[name] = None
            with open(path, "w") as out:
                out.write(text)
            self.names[name] = text
        elif kind == 1:
            self.names[name] = None
            os.unlink(path)
            self.names[name] = ""
        else:
            other = "n%d" % self.random.randrange(60)
            if other != name:
                self.names[name] = self.names[other] = None
                os.rename(path, os.path.join(self.directory, other))
                self.names[name], self.names[other] = "", known

    def settle(self, name, path):
        """After a failure: the name is removed, whatever it is."""
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
        self.names[name] = ""


def load(mount, state, end):
    workers = [Worker(mount, number, end) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open(state, "w") as out:
        json.dump({os.path.basename(w.directory): w.names for w in workers}, out)
    print("done", sum(w.done for w in workers), "failed", sum(w.failed for w in workers))


def check(state, *bricks):
    with open(state) as source:
        expected = json.load(source)
    bad = []
    for brick in bricks:
        for directory, names in expected.items():
            there = set(os.listdir(os.path.join(brick, directory)))
            for name, text in names.items():
                path = os.path.join(brick, directory, name)
                if text is None:
                    continue
                if text == "" and name in there:
                    bad.append("back from the dead: " + path)
                elif text != "" and name not in there:
                    bad.append("lost: " + path)
                elif text != "" and open(path).read() != text:
                    bad.append("other content: " + path)
    print("\n".join(bad[:20]))
    return 1 if bad else 0


def share(directory, seed, end):
    chance = random.Random(seed)
    done = failed = 0
    while not os.path.exists(end):
        path = os.path.join(directory, "s%d" % chance.randrange(8))
        try:
            kind = chance.randrange(8)
            if kind == 0:
                os.unlink(path)
            elif kind == 1:
                os.rename(path, os.path.join(directory, "s%d" % chance.randrange(8)))
            elif kind == 2:
                os.truncate(path, chance.randrange(20000))
            elif kind == 3:
                os.chmod(path, 0o600 | chance.randrange(64))
            else:
                fd = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
                try:
                    for _ in range(chance.randrange(1, 4)):
                        os.pwrite(fd, bytes([chance.randrange(256)]) * chance.randrange(1, 5000), chance.randrange(20000))
                finally:
                    os.close(fd)
            done += 1
        except OSError:
            failed += 1
            time.sleep(0.01)
    print("done", done, "failed", failed)


if __name__ == "__main__":
    sys.exit({"load": load, "check": check, "share": share}[sys.argv[1]](*sys.argv[2:]))
