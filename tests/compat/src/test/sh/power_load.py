"""The load of power-cut: one Worker per thread, which makes one change after the other until a call fails."""
import ctypes
import errno
import os
import stat

from power_model import ABSENT, Obj

LIBC = ctypes.CDLL(None, use_errno=True)
SYNCED = {os.O_SYNC: False, os.O_DSYNC: True}


class Worker:
    """Works in a directory of its own and, with names of its own, in one that all share. `files` and `dirs` are what it
    has now, with their places; acked and syncs count what the mount said yes to. Without `file_syncs` only directories
    are synced: the sync of a file takes the whole journal of the disk along."""

    def __init__(self, number, model, rng, mount, top, own, shared, file_syncs):
        self.number, self.model, self.rng = number, model, rng
        self.root = os.path.join(mount, top)
        self.mount, self.own, self.shared = mount, own, shared
        self.paths = {own.ino: own.name, shared.ino: shared.name}
        self.dirs, self.files, self.held = [own, shared], [], []
        self.places, self.file_syncs = {}, file_syncs
        self.serial = self.acked = self.syncs = 0
        self.stopped_by = None

    def run(self):
        steps = [(self.create, 22), (self.write, 16), (self.truncate, 4), (self.chmod, 4), (self.xattr, 5),
                 (self.sync_file, 14), (self.sync_dir, 10), (self.rename, 9), (self.replace, 4), (self.link, 4),
                 (self.unlink, 6), (self.symlink, 2), (self.mkdir, 5), (self.rename_dir, 4), (self.rmdir, 2),
                 (self.sync_all, 1), (self.hold, 3), (self.write_held, 6), (self.sync_held_one, 2)]
        if not self.file_syncs:
            steps = [(s, w) for s, w in steps if s not in (self.sync_file, self.sync_held_one)]
        functions, weights = [s for s, _ in steps], [w for _, w in steps]
        try:
            while True:
                self.rng.choices(functions, weights)[0]()
        except OSError as e:
            self.stopped_by = errno.errorcode.get(e.errno, e.errno)
            self.model.say(self.number, "stopped by", self.stopped_by, e.filename or "")

    # places

    def path(self, directory, name=""):
        return os.path.join(self.root, self.paths[directory.ino], name) if name else \
            os.path.join(self.root, self.paths[directory.ino])

    def new_name(self):
        self.serial += 1
        return "%d-%d" % (self.number, self.serial)

    def a_dir(self):
        return self.rng.choice(self.dirs)

    def a_file(self):
        """(object, directory, name) or None."""
        if not self.files:
            return None
        obj = self.rng.choice(self.files)
        return (obj,) + self.rng.choice(self.places[obj.ino])

    def done(self, *words):
        self.acked += 1
        self.model.say(self.number, *words)

    # files

    def create(self):
        directory, name = self.a_dir(), self.new_name()
        flag = self.a_flag()
        with self.model.lock:
            obj = Obj(None, stat.S_IFREG, 0o640)
            history = self.model.intend_entry(directory, name, obj)
        path = self.path(directory, name)
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | flag, 0o640)
        try:
            obj.ino = os.fstat(fd).st_ino
            self.model.add(obj)
            history.ack()
            self.files.append(obj)
            self.places[obj.ino] = [(directory, name)]
            self.done("create", name, "in", self.paths[directory.ino], "%x" % obj.ino, "O_SYNC" if flag else "")
            if self.rng.random() < 0.8:
                self.put(obj, fd, 0, self.data(), flag)
            dice = self.rng.random()
            if dice < 0.3 and self.file_syncs:
                self.fsync(obj, fd, dice < 0.1)
        finally:
            os.close(fd)

    def a_flag(self):
        return self.rng.choice([0] * 8 + list(SYNCED)) if self.file_syncs else 0

    def data(self):
        return self.rng.randbytes(self.rng.choice((1, 100, 4096, 5000, 12288, self.rng.randrange(1, 30000))))

    def put(self, obj, fd, offset, data, flag=0):
        old = obj.content.now
        obj.mtime = None
        new = old[:offset].ljust(offset, b"\0") + data + old[offset + len(data):]
        obj.content.intend(new)
        wrote = os.pwrite(fd, data, offset)
        if wrote != len(data):
            raise OSError(errno.EIO, "short write")
        obj.content.ack()
        self.done("write", "%x" % obj.ino, offset, len(data))
        if flag:
            self.syncs += 1
            self.model.file_synced(obj, (obj.content.acked, 0), True)
            if not SYNCED[flag]:
                obj.mtime = os.fstat(fd).st_mtime_ns

    def fsync(self, obj, fd, data_only):
        before = os.fstat(fd).st_mtime_ns
        marks = self.model.mark_file(obj)
        (os.fdatasync if data_only else os.fsync)(fd)
        self.model.file_synced(obj, marks, data_only)
        if not data_only:
            obj.mtime = before
        self.syncs += 1
        self.done("fdatasync" if data_only else "fsync", "%x" % obj.ino)

    def opened(self, flags, use):
        found = self.a_file()
        if not found or not found[0].kind == stat.S_IFREG:
            return
        obj, directory, name = found
        fd = os.open(self.path(directory, name), flags)
        try:
            use(obj, fd)
        finally:
            os.close(fd)

    def write(self):
        flag = self.a_flag()
        append = self.rng.random() < 0.4

        def use(obj, fd):
            size = len(obj.content.now)
            offset = size if append else self.rng.randrange(size + 5000)
            if len(obj.content.values) < 12 and offset < 60000:
                self.put(obj, fd, offset, self.data(), flag)
        self.opened(os.O_RDWR | flag | (os.O_APPEND if append else 0), use)

    def truncate(self):
        def use(obj, fd):
            size = self.rng.randrange(len(obj.content.now) + 2000)
            obj.mtime = None
            obj.content.intend(obj.content.now[:size].ljust(size, b"\0"))
            os.ftruncate(fd, size)
            obj.content.ack()
            self.done("truncate", "%x" % obj.ino, size)
        self.opened(os.O_RDWR, use)

    def change_meta(self, key, value, call):
        found = self.a_file()
        if not found or found[0].kind != stat.S_IFREG:
            return
        obj, directory, name = found
        new = dict(obj.meta.now)
        new[key] = value
        if value is None:
            del new[key]
        obj.meta.intend(new)
        call(self.path(directory, name))
        obj.meta.ack()
        self.done("set", key, "of %x" % obj.ino, repr(value)[:20])

    def chmod(self):
        mode = self.rng.choice((0o600, 0o644, 0o664, 0o700))
        self.change_meta("mode", mode, lambda path: os.chmod(path, mode))

    def xattr(self):
        key, value = "user.k%d" % self.rng.randrange(3), self.rng.randbytes(self.rng.choice((3, 30, 600)))
        self.change_meta(key, value, lambda path: os.setxattr(path, key, value))

    def sync_file(self):
        self.opened(self.rng.choice((os.O_RDONLY, os.O_RDWR)),
                    lambda obj, fd: self.fsync(obj, fd, self.rng.random() < 0.3))

    # files that stay open

    def hold(self):
        found = self.a_file()
        if len(self.held) < 3 and found and found[0].kind == stat.S_IFREG and found[0] not in [o for o, _ in self.held]:
            self.held.append((found[0], os.open(self.path(*found[1:]), os.O_RDWR)))

    def write_held(self):
        if self.held:
            obj, fd = self.rng.choice(self.held)
            if len(obj.content.values) < 12:
                self.put(obj, fd, self.rng.randrange(len(obj.content.now) + 1000) % 60000, self.data())

    def sync_held_one(self):
        if self.held:
            self.fsync(*self.rng.choice(self.held), False)

    def sync_held(self):
        """After the reboot; how many said yes, and no. Who says yes claims that all is there that was acknowledged."""
        yes = no = 0
        for obj, fd in self.held:
            marks = self.model.mark_file(obj)
            try:
                os.fsync(fd)
            except OSError as e:
                self.model.say(self.number, "fsync after the reboot of %x:" % obj.ino, errno.errorcode[e.errno])
                no += 1
                continue
            self.model.say(self.number, "fsync after the reboot of %x" % obj.ino)
            self.model.file_synced(obj, marks, True)
            obj.claims_all = True
            yes += 1
        return yes, no

    def let_go(self):
        for _, fd in self.held:
            try:
                os.close(fd)
            except OSError as e:
                self.model.say(self.number, "close:", errno.errorcode[e.errno])
        self.held = []

    # names

    def move(self, obj, directory, name, to, new):
        """A rename, whatever stands at the new name."""
        with self.model.lock:
            victim = to.entries[new].now if new in to.entries else ABSENT
            if victim is not ABSENT:
                victim.kept = False
            taken = self.model.intend_entry(directory, name, ABSENT)
            given = self.model.intend_entry(to, new, obj)
        os.rename(self.path(directory, name), self.path(to, new))
        with self.model.lock:
            taken.ack()
            given.ack()
        if victim is not ABSENT:
            self.lose(victim, to, new)
        self.done("rename", self.paths[directory.ino], name, self.paths[to.ino], new, "%x" % obj.ino)

    def lose(self, obj, directory, name):
        self.places[obj.ino].remove((directory, name))
        if not self.places[obj.ino]:
            self.files.remove(obj)

    def rename(self):
        found = self.a_file()
        if found:
            obj, directory, name = found
            to, new = self.a_dir(), self.new_name()
            self.move(obj, directory, name, to, new)
            places = self.places[obj.ino]
            places[places.index((directory, name))] = (to, new)

    def replace(self):
        found, over = self.a_file(), self.a_file()
        if found and over and found[0] is not over[0]:
            obj, directory, name = found
            _, to, new = over
            self.move(obj, directory, name, to, new)
            places = self.places[obj.ino]
            places[places.index((directory, name))] = (to, new)

    def link(self):
        found = self.a_file()
        if found:
            obj, directory, name = found
            to, new = self.a_dir(), self.new_name()
            history = self.model.intend_entry(to, new, obj)
            os.link(self.path(directory, name), self.path(to, new), follow_symlinks=False)
            history.ack()
            self.places[obj.ino].append((to, new))
            self.done("link", "%x" % obj.ino, "to", self.paths[to.ino], new)

    def unlink(self):
        found = self.a_file()
        if found:
            obj, directory, name = found
            obj.kept = False
            history = self.model.intend_entry(directory, name, ABSENT)
            os.unlink(self.path(directory, name))
            history.ack()
            self.lose(obj, directory, name)
            self.done("unlink", self.paths[directory.ino], name)

    def symlink(self):
        directory, name = self.a_dir(), self.new_name()
        obj = Obj(None, stat.S_IFLNK, 0o777, "to-" + name)
        history = self.model.intend_entry(directory, name, obj)
        os.symlink(obj.target, self.path(directory, name))
        obj.ino = os.lstat(self.path(directory, name)).st_ino
        self.model.add(obj)
        history.ack()
        self.files.append(obj)
        self.places[obj.ino] = [(directory, name)]
        self.done("symlink", self.paths[directory.ino], name, "%x" % obj.ino)

    def mkdir(self):
        if len(self.dirs) > 8:
            return
        parent, name = self.a_dir(), self.new_name()
        obj = Obj(None, stat.S_IFDIR, 0o755)
        obj.parent, obj.name = parent, name
        history = self.model.intend_entry(parent, name, obj)
        os.mkdir(self.path(parent, name))
        obj.ino = os.lstat(self.path(parent, name)).st_ino
        self.model.add(obj)
        history.ack()
        self.paths[obj.ino] = os.path.join(self.paths[parent.ino], name)
        self.dirs.append(obj)
        self.done("mkdir", self.paths[obj.ino], "%x" % obj.ino)

    def a_made_dir(self):
        return self.rng.choice(self.dirs[2:]) if len(self.dirs) > 2 else None

    def rename_dir(self):
        obj, to, new = self.a_made_dir(), self.a_dir(), self.new_name()
        if obj is None or (self.paths[to.ino] + "/").startswith(self.paths[obj.ino] + "/"):
            return
        old = self.paths[obj.ino]
        self.move(obj, obj.parent, obj.name, to, new)
        obj.parent, obj.name = to, new
        for ino, path in list(self.paths.items()):
            if (path + "/").startswith(old + "/"):
                self.paths[ino] = os.path.join(self.paths[to.ino], new) + path[len(old):]

    def rmdir(self):
        obj = self.a_made_dir()
        if obj is None or any(h.now is not ABSENT for h in obj.entries.values()):
            return
        obj.kept = False
        history = self.model.intend_entry(obj.parent, obj.name, ABSENT)
        os.rmdir(self.path(obj))
        history.ack()
        self.dirs.remove(obj)
        self.done("rmdir", self.paths.pop(obj.ino))

    def sync_dir(self):
        directory = self.a_dir()
        fd = os.open(self.path(directory), os.O_RDONLY | os.O_DIRECTORY)
        try:
            marks = self.model.mark_dir(directory)
            os.fsync(fd)
            self.model.dir_synced(directory, marks)
        finally:
            os.close(fd)
        self.syncs += 1
        self.done("fsync", self.paths[directory.ino])

    def sync_all(self):
        """The kernel does not tell a FUSE mount of syncfs(2): no promise."""
        fd = os.open(self.root, os.O_RDONLY)
        try:
            if LIBC.syncfs(fd) < 0:
                raise OSError(ctypes.get_errno(), "syncfs")
        finally:
            os.close(fd)
