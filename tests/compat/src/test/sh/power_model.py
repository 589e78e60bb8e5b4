"""What power-cut knows: which states of each name, content and attribute a disk may show after a cut.

Every object is known by its inode number, which either client makes of the gfid. A History lists the values that one
thing may have: an operation adds its value before it is sent, since a cut may leave it done although nobody heard so; a
sync that was acknowledged takes away what was older than the last value acknowledged when the sync began. Thread-safe by
the lock of the Model; of one thing only one operation is under way at a time.
"""
import stat
import threading

ABSENT = None


class History:
    def __init__(self, value):
        self.base, self.values, self.acked = 0, [value], 0

    def intend(self, value):
        self.values.append(value)

    def ack(self):
        self.acked = self.base + len(self.values) - 1

    def synced(self, mark):
        if mark > self.base:
            del self.values[:mark - self.base]
            self.base = mark

    @property
    def now(self):
        return self.values[-1]

    def is_settled(self):
        return len(self.values) == 1


class Obj:
    """A file, directory or symlink. `kept`: its name is synced, up to the top, and no name of it was taken since."""

    def __init__(self, ino, kind, mode, target=None):
        self.ino, self.kind, self.target = ino, kind, target
        self.content = History(b"")
        self.meta = History({"mode": mode})
        self.entries = {}
        self.synced = self.kept = False
        self.mtime = None
        self.claims_all = False

    def is_dir(self):
        return self.kind == stat.S_IFDIR


class Model:
    def __init__(self):
        self.lock = threading.RLock()
        self.objects = {}
        self.log = []

    def add(self, obj):
        with self.lock:
            self.objects[obj.ino] = obj
        return obj

    def say(self, worker, *words):
        self.log.append("%d: %s" % (worker, " ".join(map(str, words))))

    def intend_entry(self, directory, name, obj):
        """A name is about to lead to `obj`; a name that leads to something now is taken from that."""
        with self.lock:
            history = directory.entries.get(name)
            if history is None:
                history = directory.entries[name] = History(ABSENT)
            history.intend(obj)
            return history

    def mark_dir(self, directory):
        with self.lock:
            return [(h, h.acked) for h in directory.entries.values()], directory.meta.acked

    def dir_synced(self, directory, marks):
        with self.lock:
            entries, meta = marks
            for history, mark in entries:
                history.synced(mark)
            directory.meta.synced(meta)
            directory.synced = True
            self.keep_below(directory)

    def keep_below(self, directory):
        if not directory.kept:
            return
        for history in directory.entries.values():
            obj = history.values[0]
            if history.is_settled() and obj is not ABSENT and not obj.kept:
                obj.kept = True
                if obj.is_dir():
                    self.keep_below(obj)

    def mark_file(self, obj):
        with self.lock:
            return obj.content.acked, obj.meta.acked

    def file_synced(self, obj, marks, data_only=False):
        with self.lock:
            obj.content.synced(marks[0])
            if not data_only:
                obj.meta.synced(marks[1])
            obj.synced = True


def content_problem(obj, data):
    """None when `data` can be what the disk has: each byte of the synced content or of a later write."""
    versions = obj.content.values
    if data in versions:
        return None
    sizes = [len(v) for v in versions]
    if not min(sizes) <= len(data) <= max(sizes):
        return "size %d, not between %d and %d" % (len(data), min(sizes), max(sizes))
    if len(versions) == 1:
        return "differs at %d of %d" % (first_difference(data, versions[0]), len(data))
    for start in range(0, len(data), 512):
        part = data[start:start + 512]
        if any(v[start:start + len(part)] == part for v in versions):
            continue
        for i, byte in enumerate(part, start):
            may = {v[i] for v in versions if i < len(v)}
            if any(i >= len(v) for v in versions):
                may.add(0)
            if byte not in may:
                return "byte %d is of no version" % i
    return None


def first_difference(a, b):
    for i, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return i
    return min(len(a), len(b))


def meta_problem(obj, mode, xattrs):
    values = obj.meta.values
    if mode not in {v["mode"] for v in values}:
        return "mode %o" % mode
    for key in set(xattrs).union(*values) - {"mode"}:
        if xattrs.get(key) not in [v.get(key) for v in values]:
            return "xattr %s is %.20r" % (key, xattrs.get(key))
    return None
