"""A pool of managers in network namespaces: node N has the address 10.9.0.N behind one bridge, its own directories, and a
unix socket for its REST requests. Node and Network do to them what failures do: end, stop and wipe processes, cut, silence
and join the network. Needs root, namespaces of its own (`sandbox --no-glusterd`) and RIG_HOME."""
import glob, http.client, json, os, shutil, signal, socket, struct, subprocess, time

PREFIX = "10.9.0."
TESTER = PREFIX + "254"
NOWHERE = "02:00:00:00:00:99"
# Of a request; an answer that takes longer is a failure of the pool, and found as such by whoever measures.
PATIENCE = 60


def run(*command, check=True):
    return subprocess.run(command, check=check, stdin=subprocess.DEVNULL, capture_output=True, text=True)


class Local(http.client.HTTPConnection):
    """HTTP through a unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Down(Exception):
    """Nobody took the request: nothing can have happened."""


class Lost(Exception):
    """The connection ended without an answer: anything can have happened."""


class Answer:
    def __init__(self, status, body):
        self.status = status
        try:
            self.json = json.loads(body) if body else None
        except ValueError:
            self.json = None
        self.done = status // 100 == 2
        self.message = ""
        if not self.done:
            try:
                self.message = self.json["errors"][0]["message"]
            except (TypeError, KeyError, IndexError):
                self.message = body.decode(errors="replace")


class Node:
    def __init__(self, work, number, options=()):
        self.number = number
        self.address = PREFIX + str(number)
        self.space = "node%d" % number
        self.link = "wire%d" % number
        self.work = work
        self.home = "%s/n%d" % (work, number)
        self.rundir = "%s/run%d" % (work, number)
        self.bricks = "%s/b%d" % (work, number)
        self.log = "%s/log/n%d" % (work, number)
        self.socket = "%s/socket%d" % (work, number)
        self.pid_file = "%s/pid%d" % (work, number)
        self.options = list(options)
        self.pid = None
        self.paused = False
        for directory in (self.home, self.rundir, self.bricks, self.log):
            os.makedirs(directory, exist_ok=True)

    def command(self):
        return [
            "ip", "netns", "exec", self.space, os.environ["RIG_HOME"] + "/bin/glusterjd",
            "--log-file", "%s/log/glusterjd%d.log" % (self.work, self.number), "--logdir", self.log,
            "--workdir", self.home, "--rundir", self.rundir, "--socket", self.socket, "--pid-file", self.pid_file,
            "--name", self.address, *self.options,
        ]

    def start(self, patience=120):
        """Returns when it serves; the seconds that took."""
        before = time.monotonic()
        with open("%s/log/start%d" % (self.work, self.number), "ab") as out:
            # The launcher's pipes would be the manager's too: wait for it without reading them.
            code = subprocess.run(self.command(), stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=patience).returncode
        if code != 0:
            raise RuntimeError("manager %d does not start: exit code %d" % (self.number, code))
        with open(self.pid_file) as file:
            self.pid = int(file.read())
        return time.monotonic() - before

    def kill(self):
        """As the kernel does when memory runs out."""
        if self.pid is not None:
            self.resume()
            os.kill(self.pid, signal.SIGKILL)
            self.await_end(self.pid)
            self.pid = None

    @staticmethod
    def await_end(pid, patience=20):
        until = time.monotonic() + patience
        while os.path.exists("/proc/%d" % pid):
            with open("/proc/%d/stat" % pid) as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return
            if time.monotonic() > until:
                raise RuntimeError("process %d does not end" % pid)
            time.sleep(0.02)

    def power_off(self):
        """The manager and all brick processes of the node."""
        self.kill()
        for pid in run("ip", "netns", "pids", self.space).stdout.split():
            try:
                os.kill(int(pid), signal.SIGKILL)
                self.await_end(int(pid))
            except (ProcessLookupError, FileNotFoundError):
                pass

    def wipe(self):
        """The manager's directory is lost with it; bricks and their processes are not."""
        self.kill()
        shutil.rmtree(self.home)
        os.makedirs(self.home)

    def rob(self):
        """The directory goes while the manager runs."""
        until = time.monotonic() + 20
        while os.path.exists(self.home) and time.monotonic() < until:
            shutil.rmtree(self.home, ignore_errors=True)

    def await_new_directory(self, patience=60):
        until = time.monotonic() + patience
        while not os.path.exists(self.home + "/glusterd.info"):
            if time.monotonic() > until:
                raise RuntimeError("manager %d does not notice that its directory is gone" % self.number)
            time.sleep(0.1)

    def pause(self):
        self.paused = True
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self):
        if self.paused:
            os.kill(self.pid, signal.SIGCONT)
            self.paused = False

    def ask(self, method, path, body=None):
        """Raises Down or Lost."""
        connection = Local(self.socket)
        try:
            try:
                connection.connect()
            except OSError as e:
                raise Down(str(e))
            try:
                connection.request(method, path, json.dumps(body).encode() if body is not None else None)
                answer = connection.getresponse()
                return Answer(answer.status, answer.read())
            except (OSError, http.client.HTTPException) as e:
                raise Lost("%s: %s" % (type(e).__name__, e))
        finally:
            connection.close()

    def volfile(self, volume):
        """What port 24007 hands out: GETSPEC of GlusterFS's handshake program. None when there is none."""
        key = volume.encode()
        padded = key + b"\0" * (-len(key) % 4)
        # xid, CALL, RPC 2, program, version, GETSPEC; no credential, no verifier; flags, key, no dict.
        call = struct.pack(">10I", 1, 0, 2, 14398633, 2, 2, 0, 0, 0, 0) + struct.pack(">2I", 0, len(key)) + padded
        call += struct.pack(">I", 0)
        with socket.create_connection((self.address, 24007), timeout=10) as sock:
            sock.sendall(struct.pack(">I", 0x80000000 | len(call)) + call)
            file = sock.makefile("rb")
            reply, last = b"", False
            while not last:
                head = struct.unpack(">I", file.read(4))[0]
                last = bool(head & 0x80000000)
                reply += file.read(head & 0x7FFFFFFF)
        # xid, REPLY, accepted, verifier (2), success; op_ret, op_errno, length of the text.
        op_ret, _, length = struct.unpack(">iiI", reply[24:36])
        return reply[36:36 + length] if op_ret > 0 else None

    def served(self):
        """Brick paths (slashes are dashes) by volume whose pid files name living processes."""
        served = {}
        for file in glob.glob(self.rundir + "/vols/*/*.pid"):
            volume = file.split("/")[-2]
            name = os.path.basename(file)[len(self.address) + 1:-len(".pid")]
            try:
                with open(file) as content:
                    os.kill(int(content.read()), 0)
                served.setdefault(volume, set()).add(name)
            except (OSError, ValueError):
                pass
        return served

    def memory(self):
        """kB resident now and at most."""
        with open("/proc/%d/status" % self.pid) as file:
            lines = dict(line.split(":", 1) for line in file.read().splitlines() if ":" in line)
        return int(lines["VmRSS"].split()[0]), int(lines["VmHWM"].split()[0])


class Network:
    """One bridge that all nodes and the tester are on, and another for those that are cut off together."""

    def __init__(self, nodes):
        self.nodes = nodes
        os.makedirs("/run/netns", exist_ok=True)
        for bridge in ("whole", "apart"):
            run("ip", "link", "add", bridge, "type", "bridge")
            run("ip", "link", "set", bridge, "up")
        run("ip", "address", "add", TESTER + "/24", "dev", "whole")
        for node in nodes:
            run("ip", "netns", "add", node.space)
            run("ip", "link", "add", node.link, "type", "veth", "peer", "name", "eth0", "netns", node.space)
            run("ip", "link", "set", node.link, "master", "whole", "up")
            inside = ("ip", "-n", node.space)
            run(*inside, "address", "add", node.address + "/24", "dev", "eth0")
            run(*inside, "link", "set", "eth0", "up")
            run(*inside, "link", "set", "lo", "up")

    def cut(self, victims):
        """They reach each other and nobody else."""
        for node in victims:
            run("ip", "link", "set", node.link, "master", "apart")

    def unplug(self, victims):
        """Each is alone."""
        for node in victims:
            run("ip", "link", "set", node.link, "down")

    def mute(self, victims):
        """They hear the others, who do not hear them."""
        for node in victims:
            self.misdirect([node], [other for other in self.nodes if other not in victims])

    def deafen(self, victims):
        """The others hear them, and they hear nobody."""
        for node in victims:
            self.misdirect([other for other in self.nodes if other not in victims], [node])

    @staticmethod
    def misdirect(senders, receivers):
        for sender in senders:
            for receiver in receivers:
                run("ip", "-n", sender.space, "neigh", "replace", receiver.address, "lladdr", NOWHERE, "nud", "permanent",
                    "dev", "eth0")

    def heal(self):
        for node in self.nodes:
            run("ip", "link", "set", node.link, "master", "whole", "up")
            for other in self.nodes:
                if other is not node:
                    run("ip", "-n", node.space, "neigh", "del", other.address, "dev", "eth0", check=False)
