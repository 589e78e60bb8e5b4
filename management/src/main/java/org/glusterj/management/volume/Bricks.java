package org.glusterj.management.volume;

import java.util.Map;
import java.util.UUID;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.ActionException;

/** This node's brick processes, as the volume commands see them. Thread-safe. */
public interface Bricks {
    /**
     * A brick of this node.
     *
     * @param port 0 while it is not served
     * @param pid of its process, 0 without
     * @param clients connected
     */
    record State(boolean online, int port, long pid, int clients, Disk disk) {}

    /** What a brick lies on. Bytes; all zero and empty when that cannot be told. */
    record Disk(
            String type,
            String device,
            String mountOptions,
            long capacity,
            long free,
            long blockSize,
            long inodeSize,
            long inodes,
            long inodesFree) {
        public static final Disk UNKNOWN = new Disk("", "", "", 0, 0, 0, 0, 0, 0);
    }

    /**
     * Serves this node's bricks of the volume and returns when clients can connect; they stay served for a while even
     * if the store does not say yet that the volume is started.
     */
    void start(Volume volume) throws ActionException;

    /** Serves them no more and returns when that is so. */
    void stop(Volume volume) throws ActionException;

    /** Takes back {@link #start} or {@link #stop}: what the store says counts. */
    void settle(String volume);

    /** Has the processes of this node's bricks of the volume write their state into files. */
    void statedump(UUID volume);

    /**
     * Has the processes of this node's bricks of the volume begin new log files.
     *
     * @param brick by number; null = all
     * @param seconds behind the names of the files that were
     */
    void rotateLogs(UUID volume, Integer brick, long seconds) throws ActionException;

    /**
     * Asks one of this node's bricks.
     *
     * @return JSON
     * @throws ActionException when it is not served, or does not answer
     */
    String ask(UUID volume, int brick, Question question) throws ActionException;

    /** Of this node's bricks of the volume, by number. */
    Map<Integer, State> states(UUID volume);
}
