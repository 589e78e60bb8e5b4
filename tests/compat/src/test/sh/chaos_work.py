"""A stream of commands to a pool, and what each volume can be after it. Every worker has volumes of its own, which nobody else
changes, under names that are never used twice, and a key of its own in the options of the volume that all share."""
import random, threading, time
from chaos_pool import Down, Lost

CREATED, STARTED, STOPPED = 0, 1, 2
VOLUMES = "/v1/volumes"
# An answer that says so leaves open what happens; every other refusal promises that nothing has changed.
UNKNOWN = 504


def look(info):
    """What counts of a volume's JSON."""
    options = tuple(sorted((k, v) for k, v in info["options"].items() if k.startswith("user.")))
    bricks = tuple((b["host"], b["path"]) for s in info["subvols"] for b in s["bricks"])
    return info["state"], options, bricks


class Volume:
    """What a volume can be: `possible`, in the order in which it can have become so; None is absent."""

    def __init__(self, name, bricks):
        self.name = name
        self.bricks = bricks
        self.possible = [None]
        self.open = False
        self.opened = 0.0
        self.was_made = False

    def after(self, command, value=None):
        """Pairs of what it can be before and after, for a command that is carried out."""
        return [(before, apply(command, before, value, self.bricks)) for before in self.possible if fits(command, before)]

    def done(self, results):
        self.was_made = True
        self.possible = distinct(results)
        self.open = False

    def unknown(self, results):
        self.possible = distinct(self.possible + results)
        self.open = True
        self.opened = time.monotonic()

    def seen(self, state):
        """False when it cannot be."""
        if state not in self.possible:
            return False
        self.was_made |= state is not None
        self.possible = self.possible[self.possible.index(state):] if self.open else [state]
        return True


def distinct(states):
    return list(dict.fromkeys(states))


def fits(command, state):
    if command == "create":
        return state is None
    if state is None:
        return False
    return {"start": state[0] != STARTED, "stop": state[0] == STARTED, "delete": state[0] != STARTED, "set": True}[command]


def apply(command, state, value, bricks):
    if command == "create":
        return CREATED, (), bricks
    if command == "delete":
        return None
    if command == "set":
        options = dict(state[1])
        options[value[0]] = value[1]
        return state[0], tuple(sorted(options.items())), state[2]
    return (STARTED if command == "start" else STOPPED), state[1], state[2]


def request(command, volume, value=None):
    path = VOLUMES + "/" + volume.name
    if command == "create":
        bricks = [{"host": host, "path": path} for host, path in volume.bricks]
        return "POST", VOLUMES, {"name": volume.name, "force": True, "subvols": [{"bricks": bricks}]}
    if command == "set":
        return "POST", path + "/options", {"options": {value[0]: value[1]}}
    if command == "delete":
        return "DELETE", path, None
    return "POST", path + "/" + command, {}


class Record:
    """All commands with their times, and what must not be. Thread-safe."""

    def __init__(self, log):
        self.lock = threading.Lock()
        self.log = log
        self.begin = time.monotonic()
        self.failures = []
        self.times = []
        self.refusals = {}
        self.counts = {"done": 0, "refused": 0, "unknown": 0, "down": 0}

    def say(self, text):
        with self.lock:
            self.log.write("%8.3f %s\n" % (time.monotonic() - self.begin, text))
            self.log.flush()

    def fail(self, text):
        self.say("FAIL " + text)
        with self.lock:
            self.failures.append(text)

    def command(self, kind, outcome, node, seconds, text):
        with self.lock:
            self.counts[outcome] += 1
            if outcome != "down":
                self.times.append((seconds, kind))
        self.say("%-7s %6.3f s %-5s node %d %s" % (outcome, seconds, kind, node.number, text))

    def refused(self, message):
        with self.lock:
            self.refusals[message] = self.refusals.get(message, 0) + 1


class Worker(threading.Thread):
    """Sends one command after the other, each to any node, until told to stop."""

    def __init__(self, pool, number, random_seed, volumes, shared, record, limit):
        super().__init__(daemon=True)
        self.nodes = pool
        self.number = number
        self.random = random.Random(random_seed)
        self.seed = random_seed
        self.volumes = volumes
        self.shared = shared
        self.record = record
        self.limit = limit
        self.made = 0
        self.ended = threading.Event()

    def run(self):
        try:
            while not self.ended.is_set():
                self.step()
                self.ended.wait(self.random.uniform(0, 0.1))
        except Exception as e:
            self.record.fail("worker %d: %r" % (self.number, e))
            raise

    def step(self):
        live = [v for v in self.volumes if v.possible != [None]]
        if self.random.random() < 0.15:
            self.read(self.shared)
        elif self.random.random() < 0.2:
            self.made += 1
            self.change("set", self.shared, ("user.w%d" % self.number, "%s.%d" % (self.seed, self.made)))
        elif len([v for v in live if not v.open]) < 2 and len(live) < 6:
            self.create()
        else:
            self.touch(self.random.choice(live))

    def create(self):
        self.made += 1
        name = "w%d-%s-%d" % (self.number, self.seed.replace("/", "-"), self.made)
        nodes = self.random.sample(self.nodes, self.random.choice((1, 1, 2)))
        volume = Volume(name, tuple((n.address, "%s/%s" % (n.bricks, name)) for n in nodes))
        self.volumes.append(volume)
        self.change("create", volume)

    def touch(self, volume):
        if len(volume.possible) > 1 or self.random.random() < 0.2:
            self.read(volume)
            return
        choices = [c for c in ("start", "stop", "set", "set", "delete") if fits(c, volume.possible[-1])]
        command = self.random.choice(choices)
        self.made += 1
        self.change(command, volume, ("user.n", "%s.%d" % (self.seed, self.made)))

    def target(self):
        """Any node but those that are stopped, which answer nobody, and those that do not know yet to which pool they belong."""
        return self.random.choice([n for n in self.nodes if not n.paused and not n.is_strange] or self.nodes)

    def timed(self, node, method, path, body, what):
        """The answer, None when nobody took it, or Lost."""
        fault, changes = node.fault, node.changes
        before = time.monotonic()
        outcome, answer, text = "down", None, what
        try:
            answer = node.ask(method, path, body)
            outcome = "done" if answer.done else "unknown" if answer.status == UNKNOWN else "refused"
            text += "" if answer.done else ": %d %s" % (answer.status, answer.message)
        except Down:
            pass
        except Lost as e:
            outcome, answer, text = "unknown", Lost, "%s: %s" % (what, e)
        took = time.monotonic() - before
        kind = fault or "whole"
        if changes != node.changes:
            kind = "turn"
        self.record.command(kind, outcome, node, took, text)
        held = "pause" in (fault, node.fault) or (changes != node.changes and node.was_paused)
        if took > self.limit and not held and answer is not Lost:
            self.record.fail("%.1f s for an answer of node %d (%s): %s" % (took, node.number, kind, text))
        return answer

    def read(self, volume):
        answer = self.timed(self.target(), "GET", VOLUMES + "/" + volume.name, None, "read " + volume.name)
        if answer in (None, Lost) or (not answer.done and answer.status != 404):
            return
        state = look(answer.json) if answer.done else None
        if volume is self.shared:
            self.check_shared(state)
        elif not volume.seen(state):
            self.record.fail("%s is %s and can be %s" % (volume.name, state, volume.possible))

    def check_shared(self, state):
        mine = dict(state[1]).get("user.w%d" % self.number) if state else None
        if not self.shared.mine(self.number).seen(mine):
            self.record.fail("%s has %s of worker %d and can have %s" % (
                self.shared.name, mine, self.number, self.shared.mine(self.number).possible))

    def change(self, command, volume, value=None):
        about = volume.mine(self.number) if volume is self.shared else volume
        results = [value[1]] if volume is self.shared else [after for _, after in about.after(command, value)]
        what = "%s %s%s" % (command, volume.name, " %s=%s" % value if command == "set" else "")
        answer = self.timed(self.target(), *request(command, volume, value), what)
        if answer is None:
            return
        if answer is Lost or answer.status == UNKNOWN:
            about.unknown(results)
        elif answer.done:
            if not results:
                self.record.fail("%s is done, and the volume can be %s" % (what, about.possible))
            about.done(results)
        else:
            self.record.refused(general(answer.message))
            if volume is not self.shared:
                self.refused(command, volume, answer)

    def refused(self, command, volume, answer):
        """A refusal for what the volume is must be right about it."""
        if answer.status in (404, 409):
            left = [s for s in volume.possible if not fits(command, s)]
            if not left:
                self.record.fail("%s %s is refused (%s), and it can be %s" % (
                    command, volume.name, answer.message, volume.possible))
            else:
                volume.possible = left


class Shared:
    """The volume that all set options of. Each worker's key is a value of its own, which only that worker changes."""

    def __init__(self, name):
        self.name = name
        self.keys = {}

    def mine(self, number):
        return self.keys.setdefault(number, Volume("user.w%d" % number, ()))


def general(message):
    """Without what differs from case to case."""
    words = []
    for word in message.split():
        digits = sum(c.isdigit() for c in word)
        words.append("*" if digits > 2 or word.startswith("/") else word)
    return " ".join(words)
