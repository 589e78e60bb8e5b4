"""Whether a pool is whole again: all nodes know the same, it is what the commands' answers promise, and nothing is left of those
that were refused."""
import os, time
from chaos_pool import Down, Lost
from chaos_work import STARTED, VOLUMES, Volume, look, request

SETTLE = 90
# After an answer "not known" a command may yet begin, and then ends by being taken over.
OPEN = 14
MARK = "trusted.glusterfs.volume-id"


def peers(node):
    try:
        answer = node.ask("GET", "/v1/peers")
        return answer.json if answer.done else []
    except (Down, Lost):
        return []


def is_settled(nodes):
    """All see all, one leads, and as many vote as can."""
    for node in nodes:
        seen = peers(node)
        roles = [peer.get("role") for peer in seen]
        if len(seen) != len(nodes) or not all(peer["online"] for peer in seen) or roles.count("leader") != 1:
            return False
        if roles.count("voter") != len(nodes) - (1 if len(nodes) % 2 else 2):
            return False
    return True


def await_settled(nodes, patience=SETTLE):
    begin = time.monotonic()
    while not is_settled(nodes):
        if time.monotonic() - begin > patience:
            raise RuntimeError("the pool is not whole: %s" % [[(p["name"], p["online"], p.get("role")) for p in peers(n)] for n in nodes])
        time.sleep(0.1)
    return time.monotonic() - begin


def eventually(record, what, patience, check):
    """check() returns what is wrong, or None. Without a record it must be right in the end."""
    until = time.monotonic() + patience
    wrong = check()
    while wrong and time.monotonic() < until:
        time.sleep(0.2)
        wrong = check()
    if wrong and record is None:
        raise RuntimeError("%s: %s" % (what, wrong))
    if wrong:
        record.fail("%s: %s" % (what, wrong))


def all_is_well(nodes, volumes, shared, record):
    try:
        record.say("settled after %.1f s" % await_settled(nodes))
    except RuntimeError as e:
        record.fail(str(e))
        return
    mine = [volume for of_one in volumes for volume in of_one]
    for volume in mine:
        resolve(nodes, volume, record)
    eventually(record, "a lock is left on " + shared.name, 30, lambda: set_final(nodes, Volume(shared.name, ())))
    eventually(record, "nodes differ from each other or from what was answered", 30, lambda: compare(nodes, mine, shared))
    names = [v.name for v in mine if v.possible != [None]] + [shared.name]
    eventually(record, "volfiles differ", 30, lambda: volfiles(nodes, names))
    eventually(record, "brick processes", 90, lambda: bricks(nodes, mine, shared))
    eventually(record, "brick directories", 30, lambda: directories(mine))
    for of_one in volumes:
        of_one[:] = [v for v in of_one if v.possible != [None]]


def resolve(nodes, volume, record):
    """A change that is done proves that no lock is held, and ends what is open."""
    if volume.possible == [None] and not volume.open:
        return
    if None in volume.possible:
        wait = volume.opened + OPEN - time.monotonic()
        if volume.open and wait > 0:
            time.sleep(wait)
        answer = nodes[0].ask("GET", VOLUMES + "/" + volume.name)
        if answer.status == 404:
            volume.possible, volume.open = [None], False
            return
    eventually(record, "a lock is left on " + volume.name, 40, lambda: set_final(nodes, volume))
    volume.open = False
    answer = nodes[-1].ask("GET", VOLUMES + "/" + volume.name)
    if not answer.done or not volume.seen(look(answer.json)):
        record.fail("%s is %s and can be %s" % (volume.name, answer.json, volume.possible))


def set_final(nodes, volume):
    """Sets an option and takes what was there for granted."""
    value = ("user.final", "%d" % time.monotonic_ns())
    results = [after for _, after in volume.after("set", value)]
    try:
        answer = nodes[int(value[1]) % len(nodes)].ask(*request("set", volume, value))
    except (Down, Lost) as e:
        return repr(e)
    if answer.done:
        volume.done(results)
        return None
    if answer.status == 504:
        volume.unknown(results)
    return answer.message


def compare(nodes, mine, shared):
    lists = [node.ask("GET", VOLUMES) for node in nodes]
    if not all(answer.done for answer in lists):
        return "no list: %s" % [answer.message for answer in lists]
    lists = [sorted(answer.json, key=lambda info: info["name"]) for answer in lists]
    for node, one in zip(nodes, lists):
        if one != lists[0]:
            return "node %d lists other volumes than node 1" % node.number
    there = {info["name"]: look(info) for info in lists[0]}
    options = dict(there.pop(shared.name)[1])
    for number, key in shared.keys.items():
        if options.get(key.name) not in key.possible:
            return "%s of %s is %s, can be %s" % (key.name, shared.name, options.get(key.name), key.possible)
        key.possible, key.open = [options.get(key.name)], False
    wanted = {v.name: v.possible[0] for v in mine if v.possible != [None]}
    if there != wanted:
        odd = [n for n in set(there) | set(wanted) if there.get(n) != wanted.get(n)]
        return "; ".join("%s is %s, must be %s" % (n, there.get(n), wanted.get(n)) for n in odd[:3])
    return None


def volfiles(nodes, names):
    for name in names:
        texts = [node.volfile(name) for node in nodes]
        if texts[0] is None or any(text != texts[0] for text in texts):
            return "of %s: %s bytes" % (name, [None if text is None else len(text) for text in texts])
    return None


def bricks(nodes, mine, shared):
    """By pid files, and by what the nodes say to each other."""
    wanted = {node.number: {shared.name: {name(node.bricks + "/" + shared.name)}} for node in nodes}
    by_address = {node.address: node for node in nodes}
    for volume in mine:
        state = volume.possible[0]
        if state is not None and state[0] == STARTED:
            for host, path in state[2]:
                wanted[by_address[host].number].setdefault(volume.name, set()).add(name(path))
    for node in nodes:
        served = node.served()
        if served != wanted[node.number]:
            return "node %d serves %s, must serve %s" % (node.number, served, wanted[node.number])
    for volume in [v for v in mine if v.possible != [None]] + [Volume(shared.name, ())]:
        answer = nodes[0].ask("GET", "%s/%s/bricks" % (VOLUMES, volume.name))
        online = {brick["online"] for brick in answer.json} if answer.done else answer.message
        want = {True} if volume.name == shared.name else {volume.possible[0][0] == STARTED}
        if online != want:
            return "%s: online %s, must be %s" % (volume.name, online, want)
    return None


def name(path):
    return path[1:].replace("/", "-")


def directories(mine):
    """A brick is made and marked if its volume was made, and not there if it was not."""
    for volume in mine:
        for _, path in volume.bricks:
            there = os.path.isdir(path)
            if there != volume.was_made:
                return "%s is %s, its volume was %smade" % (path, "there" if there else "missing", "" if volume.was_made else "not ")
            if there and MARK not in os.listxattr(path):
                return path + " has no mark"
    return None
