package org.glusterj.features.changelog;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Log;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * The files of a brick's journal: {@code CHANGELOG}, which is written, {@code YYYY/MM/DD/CHANGELOG.<seconds>}, the
 * slices that have ended, and their list (spec other-xlators, changelog). A record is one write, before {@link #append}
 * returns; a record that cannot be written as a whole is taken away again. Failures are logged and end there.
 *
 * <p>Two locks, taken in this order: {@code files} for what may wait for the disk (ending a slice, fsync), the monitor
 * for the journal that is written; so records are not held up by an fsync.
 */
final class Journal {
    private static final Log LOG = Log.of(Journal.class);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("/yyyy/MM/dd").withZone(ZoneOffset.UTC);

    /** Of the directories, as of stock's. */
    private static final int DIRECTORY_MODE = 0600;

    private static final int NONE = -1;

    private final Syscalls sys;
    private final String node;
    private final String directory;
    private final ReentrantLock files = new ReentrantLock();

    /** Guarded by {@link #files}; null while closed. */
    private Htime list;

    /** Descriptor of the journal that is written, or {@link #NONE}; this and what follows guarded by the monitor. */
    private int fd = NONE;

    private Encoding encoding = Encoding.ASCII;
    private long size;
    private long failed;
    private MemorySegment buffer = MemorySegment.NULL;

    /** Written under the monitor. */
    private volatile long slice;

    Journal(Syscalls sys, String node, String directory) {
        this.sys = sys;
        this.node = node;
        this.directory = directory;
    }

    private String current() {
        return directory + "/CHANGELOG";
    }

    /** Makes the directories, which consumers expect although nothing is recorded. */
    void prepare() throws JournalException {
        for (var path : new String[] {directory, directory + "/htime", directory + "/csnap"}) {
            mkdir(path);
        }
    }

    private void mkdir(String path) throws JournalException {
        int result = sys.mkdirat(At.AT_FDCWD, path, DIRECTORY_MODE);
        if (result == -LinuxErrno.ENOENT && path.lastIndexOf('/') > 0) {
            mkdir(path.substring(0, path.lastIndexOf('/')));
            result = sys.mkdirat(At.AT_FDCWD, path, DIRECTORY_MODE);
        }
        if (result != -LinuxErrno.EEXIST) {
            JournalException.check(result, path);
        }
    }

    /**
     * Begins to record; what an earlier process left becomes a slice.
     *
     * @param now in seconds
     * @param anew with a list of its own, since changes before are unknown
     * @param sync every record, before {@link #append} returns
     */
    void open(long now, boolean anew, Encoding encoding, boolean sync) throws JournalException {
        files.lock();
        try {
            if (list == null) {
                list = anew ? Htime.create(sys, directory, now) : Htime.open(sys, directory, now);
            }
            var stat = new StatBuf();
            boolean left = sys.statx(At.AT_FDCWD, current(), 0, StatBuf.STATX_SIZE, stat) == 0;
            if (left) {
                long seconds = Math.max(now, list.last() + 1);
                list.add(keep(seconds), seconds);
            }
            synchronized (this) {
                begin(encoding, sync);
            }
            LOG.say(ChangelogMessage.OPENED, node, directory, list.name());
        } catch (JournalException e) {
            shut();
            throw e;
        } finally {
            files.unlock();
        }
    }

    /** Renames the journal to where a slice of that time is. @return its path */
    private String keep(long seconds) throws JournalException {
        var day = directory + DAY.format(Instant.ofEpochSecond(seconds));
        var path = day + "/CHANGELOG." + seconds;
        int result = sys.renameat2(At.AT_FDCWD, current(), At.AT_FDCWD, path, 0);
        if (result == -LinuxErrno.ENOENT) {
            mkdir(day);
            result = sys.renameat2(At.AT_FDCWD, current(), At.AT_FDCWD, path, 0);
        }
        JournalException.check(result, current());
        return path;
    }

    /** Under the monitor: an empty journal to write to. */
    private void begin(Encoding next, boolean sync) throws JournalException {
        int flags = OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_RDWR;
        flags |= OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW | (sync ? OpenFlags.O_SYNC : 0);
        fd = JournalException.check(sys.openat(At.AT_FDCWD, current(), flags, 0644), current());
        encoding = next;
        size = 0;
        slice++;
        try {
            write(next.header().getBytes(StandardCharsets.US_ASCII));
        } catch (JournalException e) {
            sys.close(fd);
            fd = NONE;
            sys.unlinkat(At.AT_FDCWD, current(), 0);
            throw e;
        }
    }

    /** Under the monitor: adds bytes as a whole, or not at all. */
    private void write(byte[] bytes) throws JournalException {
        if (buffer.byteSize() < bytes.length) {
            buffer = Arena.ofAuto().allocate(Math.max(bytes.length, 4096));
        }
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        for (int done = 0; done < bytes.length; ) {
            var rest = buffer.asSlice(done, bytes.length - done);
            long written = sys.pwrite(fd, rest, size + done);
            if (written <= 0) {
                sys.ftruncate(fd, size);
                int why = written == 0 ? -LinuxErrno.EIO : (int) written;
                JournalException.check(why, current());
            }
            done += (int) written;
        }
        size += bytes.length;
    }

    /** The number of the slice that is written; grows. */
    long slice() {
        return slice;
    }

    /** Records a change of a name. */
    synchronized void append(Making record) {
        if (fd != NONE) {
            append(record.as(encoding));
        }
    }

    /** Something that makes a record. */
    @FunctionalInterface
    interface Making {
        ChangeRecord as(Encoding encoding);
    }

    /** Records a change of an inode, unless this slice has one of that kind. */
    void append(Marks marks, Marks.Kind kind, Making record) {
        if (marks.get(kind) == slice) {
            return;
        }
        synchronized (this) {
            if (fd != NONE && marks.get(kind) != slice && append(record.as(encoding))) {
                marks.set(kind, slice);
            }
        }
    }

    private boolean append(ChangeRecord record) {
        try {
            write(record.bytes());
        } catch (JournalException e) {
            if (failed++ == 0) {
                LOG.say(ChangelogMessage.NOT_RECORDED, node, e.file(), e.why());
            }
            return false;
        }
        if (failed > 0) {
            LOG.say(ChangelogMessage.RECORDED_AGAIN, node, failed);
            failed = 0;
        }
        return true;
    }

    /** Ends the slice and begins the next one, or tries again to begin one, with records in that encoding. */
    void roll(long now, Encoding next, boolean sync) {
        end(now, next, sync);
    }

    /** Ends the slice and records no more. */
    void close(long now) {
        end(now, null, false);
    }

    private void end(long now, Encoding next, boolean sync) {
        files.lock();
        try {
            if (list != null) {
                endSlice(Math.max(now, list.last() + 1), next, sync);
            }
        } catch (JournalException e) {
            LOG.say(ChangelogMessage.SLICE_FAILED, node, e.file(), e.why());
        } finally {
            if (next == null) {
                shut();
            }
            files.unlock();
        }
    }

    private void endSlice(long seconds, Encoding next, boolean sync) throws JournalException {
        int old;
        String path = "";
        JournalException failure = null;
        synchronized (this) {
            old = fd;
            if (old != NONE) {
                boolean empty = size == encoding.header().length();
                path = empty ? drop(seconds) : keep(seconds);
                fd = NONE;
            }
            if (next != null) {
                try {
                    begin(next, sync);
                } catch (JournalException e) {
                    failure = e;
                }
            }
        }
        if (old != NONE) {
            int synced = sys.fsync(old);
            sys.close(old);
            list.add(path, seconds);
            JournalException.check(synced, path);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Removes an empty journal. @return what stands for it in the list */
    private String drop(long seconds) throws JournalException {
        JournalException.check(sys.unlinkat(At.AT_FDCWD, current(), 0), current());
        var day = DAY.format(Instant.ofEpochSecond(seconds));
        return directory + day + "/changelog." + seconds;
    }

    /** Writes what is recorded to the disk. */
    void sync() {
        files.lock();
        try {
            int at;
            synchronized (this) {
                at = fd;
            }
            if (at != NONE) {
                JournalException.check(sys.fsync(at), current());
            }
        } catch (JournalException e) {
            LOG.say(ChangelogMessage.SLICE_FAILED, node, e.file(), e.why());
        } finally {
            files.unlock();
        }
    }

    /** Lets go of the files as they are: the next process makes a slice of what is there. */
    void release() {
        files.lock();
        try {
            shut();
        } finally {
            files.unlock();
        }
    }

    private void shut() {
        synchronized (this) {
            if (fd != NONE) {
                sys.close(fd);
                fd = NONE;
            }
        }
        if (list != null) {
            list.close();
            list = null;
        }
    }

    /** For statedumps: bytes in the journal that is written. */
    synchronized long size() {
        return fd == NONE ? 0 : size;
    }

    /** For statedumps: changes that could not be written since the last that could. */
    synchronized long failed() {
        return failed;
    }
}
