package org.glusterj.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Xdata;

/**
 * Several clients write and read the blocks of a few files. Each block is a register: a read returns the value of a
 * write that was not overwritten when its client looked the file up, by one that was acknowledged by then and had begun
 * after it was over; this holds where no counter said then that copies may be behind. A write that failed, or whose
 * client died, may be done at any time, or never.
 */
final class Writes implements Workload {
    private static final long NEVER = Long.MAX_VALUE;

    /** So that blocks share a sector, or a page, or nothing. */
    private static final int[] DISTANCES = {8, 512, 4096};

    private static final class Write {
        private final long value;
        private final long began;
        private long ended = NEVER;

        Write(long value, long began) {
            this.value = value;
            this.began = began;
        }
    }

    private final class Register {
        private final Gfid file;
        private final long offset;
        private final List<Write> writes = new ArrayList<>();

        Register(Gfid file, long offset) {
            this.file = file;
            this.offset = offset;
            var zero = new Write(0, -1);
            zero.ended = -1;
            writes.add(zero);
        }

        /** Null when the value may be read between the two. */
        String complaint(long value, long began, long ended) {
            Write found = null;
            for (var write : writes) {
                found = write.value == value ? write : found;
            }
            if (found == null || found.began > ended) {
                return "nobody wrote " + Long.toHexString(value);
            }
            for (var later : writes) {
                if (later.began > found.ended && later.ended < began) {
                    return Long.toHexString(value)
                            + " was overwritten by "
                            + Long.toHexString(later.value);
                }
            }
            return null;
        }
    }

    private final Scheduler scheduler;
    private final int blocks;
    private final int distance;
    private final boolean fresh;
    private final Cluster cluster;
    private final List<String> names = new ArrayList<>();
    private final List<Register> registers = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private long values;
    private int acknowledged;
    private int failed;

    Writes(Cluster cluster) {
        this.cluster = cluster;
        scheduler = cluster.scheduler();
        var scenario = cluster.scenario();
        blocks = scenario.blocks();
        fresh = scenario.fresh();
        distance = DISTANCES[scheduler.random().nextInt(DISTANCES.length)];
        for (int i = 0; i < scenario.files(); i++) {
            names.add("f" + i);
        }
    }

    @Override
    public void prepare(ClientNode client) throws FopException {
        for (var name : names) {
            var fd = client.create(client.root(), name, client.fresh());
            client.write(fd, 0, new byte[blocks * distance]);
            client.call(new Fop.Fsync(fd, false, Xdata.EMPTY));
            for (int i = 0; i < blocks; i++) {
                registers.add(new Register(fd.gfid(), (long) i * distance));
            }
            client.close(fd);
        }
    }

    @Override
    public void operate(ClientNode client) {
        var random = client.process().random();
        int file = random.nextInt(names.size());
        try {
            var gfid = registers.get(file * blocks).file;
            boolean sure = fresh || !cluster.pending().contains(gfid);
            long looked = sure ? scheduler.nanoTime() : -1;
            var inode = client.look(client.root(), names.get(file));
            var fd = client.open(inode);
            try {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    var register = registers.get(file * blocks + random.nextInt(blocks));
                    one(client, fd, register, looked, random.nextInt(8));
                }
            } finally {
                client.close(fd);
            }
        } catch (FopException why) {
            failed++;
            scheduler.note(client.name() + " " + names.get(file) + " " + why.errno());
        }
    }

    private void one(ClientNode client, Fd fd, Register register, long looked, int what)
            throws FopException {
        switch (what) {
            case 0 -> client.call(new Fop.Fsync(fd, false, Xdata.EMPTY));
            case 1, 2, 3 -> read(client, fd, register, looked);
            default -> write(client, fd, register);
        }
    }

    private void write(ClientNode client, Fd fd, Register register) throws FopException {
        long value = (client.index() + 1L) << 32 | ++values;
        var write = new Write(value, scheduler.nanoTime());
        register.writes.add(write);
        var text = client.name() + " write " + Long.toHexString(value);
        scheduler.note(text + " to " + fd.gfid() + "@" + register.offset);
        client.write(fd, register.offset, ByteBuffer.allocate(8).putLong(value).array());
        write.ended = scheduler.nanoTime();
        acknowledged++;
        scheduler.note(text + " done");
    }

    private void read(ClientNode client, Fd fd, Register register, long looked)
            throws FopException {
        var bytes = client.read(fd, register.offset, 8);
        long value = ByteBuffer.wrap(bytes).getLong();
        scheduler.note(client.name() + " read " + Long.toHexString(value));
        complain(register, client.name() + " read", value, looked);
    }

    private void complain(Register register, String who, long value, long began) {
        var why = register.complaint(value, began, scheduler.nanoTime());
        if (why != null) {
            complaints.add(who + " " + register.file + "@" + register.offset + ": " + why);
        }
    }

    @Override
    public List<String> check(BrickNode brick) {
        for (var register : registers) {
            var bytes = brick.disk().content(register.file, register.offset, 8);
            if (bytes == null || bytes.length < 8) {
                complaints.add(register.file + "@" + register.offset + " is gone");
            } else {
                long value = ByteBuffer.wrap(bytes).getLong();
                complain(register, "brick " + brick.index() + " has", value, scheduler.nanoTime());
            }
        }
        return complaints;
    }

    @Override
    public String toString() {
        return acknowledged + " writes acknowledged, " + failed + " sequences failed";
    }
}
