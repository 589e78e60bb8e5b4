"""mmap: shared and private, between processes and descriptors, beside read, write and truncate."""
import ctypes
import mmap
import os
import signal

from contract.core import case, get, in_child, opened, put, sys, times, tick

PAGE = 4096


@case((1, 4095, 4096, 4097, 131072, 1000001))
def shared(t, size):
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.write(fd, b"o" * size)
        with mmap.mmap(fd, size) as m:
            t.true("read", m[:] == b"o" * size)
            m[0:1] = b"A"
            m[size - 1:size] = b"Z"
            t.eq("read(2) sees it", (os.pread(fd, 1, 0), os.pread(fd, 1, size - 1)),
                 (b"A", b"Z") if size > 1 else (b"Z", b"Z"))
            os.pwrite(fd, b"W", size // 2)
            t.eq("write(2) is seen", m[size // 2:size // 2 + 1], b"W")
            t.works("msync", m.flush)
        t.eq("size", os.fstat(fd).st_size, size)
    content = get("x")
    t.eq("after unmapping", (content[size - 1:] if size > 2 else b"Z", len(content)), (b"Z", size))


@case()
def private(t):
    put("x", b"o" * 10000)
    with opened("x", os.O_RDWR) as fd, mmap.mmap(fd, 10000, mmap.MAP_PRIVATE) as m:
        m[0:5] = b"mine!"
        t.eq("own view", m[:6], b"mine!o")
        t.eq("file", os.pread(fd, 6, 0), b"oooooo")
    t.eq("file after", get("x") == b"o" * 10000, True)


@case()
def between_processes(t):
    put("x", bytes(20000))
    with opened("x", os.O_RDWR) as fd, mmap.mmap(fd, 20000) as m:
        def child():
            with opened("x", os.O_RDWR) as mine, mmap.mmap(mine, 20000) as n:
                n[100:105] = b"child"
                return bytes(n[0:6]), os.pread(mine, 5, 100)
        m[0:6] = b"parent"
        t.eq("child", in_child(child), (b"parent", b"child"))
        t.eq("parent", m[100:105], b"child")


@case()
def tail_of_the_last_page(t):
    """Bytes behind the end of a file are zero in a mapping, and are not written."""
    put("x", b"x" * 100)
    with opened("x", os.O_RDWR) as fd, mmap.mmap(fd, 100) as m:
        behind = ctypes.addressof(ctypes.c_char.from_buffer(m)) + 100
        t.eq("zero", ctypes.string_at(behind, 100), bytes(100))
        ctypes.memset(behind, 121, 10)
        m.flush()
        ctypes.memset(behind, 121, 10)
        t.eq("size", os.fstat(fd).st_size, 100)
        os.ftruncate(fd, 300)
    t.eq("nothing of it when the file grows", get("x")[100:300], bytes(200))


@case()
def after_truncate(t):
    put("x", b"x" * 3 * PAGE)
    with opened("x", os.O_RDWR) as fd, mmap.mmap(fd, 3 * PAGE) as m:
        m[0:1] = b"y"
        os.ftruncate(fd, PAGE + 10)
        t.eq("kept", m[0:2], b"yx")
        t.eq("cut within the page", m[PAGE + 10:PAGE + 20], bytes(10))
        os.ftruncate(fd, 3 * PAGE)
        t.eq("grown again", m[2 * PAGE:2 * PAGE + 5], bytes(5))
        m[2 * PAGE:2 * PAGE + 1] = b"z"
        t.eq("written there", os.pread(fd, 1, 2 * PAGE), b"z")


@case()
def beyond_the_end_is_sigbus(t):
    put("x", b"x" * 100)

    def child():
        fd = os.open("x", os.O_RDWR)
        m = mmap.mmap(fd, 100)
        os.ftruncate(fd, 0)
        return m[0]
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGBUS, signal.SIG_DFL)
        child()
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    t.eq("signal", os.WIFSIGNALED(status) and os.WTERMSIG(status), signal.SIGBUS)


@case()
def after_unlink_and_close(t):
    put("x", b"x" * 10000)
    fd = os.open("x", os.O_RDWR)
    m = mmap.mmap(fd, 10000)
    os.close(fd)
    m[0:4] = b"abcd"
    t.eq("after close", get("x")[:5], b"abcdx")
    os.unlink("x")
    m[4:8] = b"efgh"
    t.eq("after unlink", m[:9], b"abcdefghx")
    t.works("msync", m.flush)
    m.close()


@case()
def times_move(t):
    put("x", b"x" * 10000)
    before = times("x")
    tick()
    with opened("x", os.O_RDWR) as fd:
        with mmap.mmap(fd, 10000) as m:
            m[0:1] = b"y"
            m.flush()
        os.fsync(fd)
    t.true("mtime", times("x")["mtime"] > before["mtime"])
    t.true("ctime", times("x")["ctime"] > before["ctime"])


@case()
def msync_rules(t):
    libc = ctypes.CDLL(None, use_errno=True)
    put("x", b"x" * 10000)
    with opened("x", os.O_RDWR) as fd:
        m = mmap.mmap(fd, 10000)
        address = ctypes.addressof(ctypes.c_char.from_buffer(m))
        for label, flags, expected in (("sync", 4, 0), ("async", 1, 0), ("invalidate", 2, 0), ("both", 5, 22),
                                       ("unknown", 8, 22)):
            r = libc.msync(ctypes.c_void_p(address), ctypes.c_size_t(10000), flags)
            t.eq(label, ctypes.get_errno() if r else 0, expected)
        r = libc.msync(ctypes.c_void_p(address + 1), ctypes.c_size_t(10), 4)
        t.eq("unaligned", ctypes.get_errno() if r else 0, 22)


@case()
def many_small_stores(t):
    n = 200000
    with opened("x", os.O_CREAT | os.O_RDWR) as fd:
        os.ftruncate(fd, n)
        model = bytearray(n)
        with mmap.mmap(fd, n) as m:
            for i in range(400):
                at = (i * 7919 * 31) % (n - 10)
                m[at:at + 10] = b"%010d" % i
                model[at:at + 10] = b"%010d" % i
                if i % 40 == 0:
                    at = (i * 104729) % (n - 3)
                    os.pwrite(fd, b"www", at)
                    model[at:at + 3] = b"www"
            t.true("mapped", m[:] == bytes(model))
    t.true("read", get("x") == bytes(model))


@case()
def of_an_appending_descriptor(t):
    with opened("x", os.O_CREAT | os.O_RDWR | os.O_APPEND) as fd:
        os.write(fd, b"x" * 5000)
        with mmap.mmap(fd, 5000) as m:
            m[0:3] = b"abc"
            m.flush()
        os.write(fd, b"end")
    t.eq("content", get("x"), b"abc" + b"x" * 4997 + b"end")


@case()
def source_of_a_write(t):
    """write(2) from a mapping of the same file, and of a file that is not in memory yet."""
    put("x", b"0123456789" * 1000)
    put("y", b"abcdefghij" * 1000)
    with opened("x", os.O_RDWR) as fd, opened("y", os.O_RDWR) as other:
        with mmap.mmap(fd, 10000) as m, mmap.mmap(other, 10000) as n:
            os.posix_fadvise(other, 0, 0, 4)
            t.eq("other file", os.pwrite(fd, n, 0), 10000)
            t.eq("content", get("x") == b"abcdefghij" * 1000, True)
            t.eq("the same file", os.pwrite(fd, memoryview(m)[0:5000], 5000), 5000)
            t.eq("target of a read", os.preadv(fd, [memoryview(m)[0:100]], 100), 100)
    t.eq("size", os.stat("x").st_size, 10000)


@case()
def executable(t):
    import shutil
    shutil.copy("/bin/true", "prog")
    os.chmod("prog", 0o755)
    pid = os.fork()
    if pid == 0:
        os.execv("./prog", ["prog"])
    t.eq("runs", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)
    with opened("prog") as fd:
        m = mmap.mmap(fd, 0, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)
        t.eq("mapped for execution", m[1:4], b"ELF")
        m.close()


@case()
def locked_and_advised(t):
    put("x", b"x" * 50000)
    with opened("x", os.O_RDWR) as fd, mmap.mmap(fd, 50000) as m:
        m.madvise(mmap.MADV_WILLNEED)
        m[0:1] = b"a"
        m.madvise(mmap.MADV_DONTNEED)
        t.eq("kept", m[0:2], b"ax")
        t.works("fsync", sys, "fsync", fd)
