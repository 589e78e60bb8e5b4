package org.glusterj.management.volume;

import java.util.List;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.ActionException;

/** This node's part in making copies equal, as the volume commands see it. Thread-safe. */
public interface Healing {
    /** What {@link #info} tells. */
    enum Info {
        ENTRIES(""),
        SUMMARY("summary"),
        SPLIT_BRAIN("split-brain");

        private final String word;

        Info(String word) {
            this.word = word;
        }

        /** Of {@code glusterj heal-info}. */
        public String word() {
            return word;
        }
    }

    /**
     * Has the self-heal daemon look soon.
     *
     * @param full at everything, not only at what is on the bricks' lists
     * @throws ActionException when it is not there, or does not answer
     */
    void request(boolean full) throws ActionException;

    /**
     * Asks all bricks of the volume what is to be healed.
     *
     * @return JSON, an array with an object for each brick
     */
    String info(Volume volume, Info kind) throws ActionException;

    /**
     * Decides split-brains; takes as long as what is healed then takes.
     *
     * @param words {@code bigger-file FILE}, {@code latest-mtime FILE} or {@code source-brick HOST:PATH [FILE]}
     * @return JSON, {@code {"lines":[...],"exit":N}}: what stock shows, and its exit code
     */
    String settle(Volume volume, List<String> words) throws ActionException;

    /**
     * Has the copies that are up say of new ones that these have missed everything, and returns when it outlives a
     * power cut.
     *
     * @param volume with the new bricks, which are not served yet
     * @param bricks the new ones, by number
     * @throws ActionException also when no copy with data is up
     */
    void accuseEmpty(Volume volume, List<Integer> bricks) throws ActionException;

    /** The daemon's process; 0 when it does not run. */
    long pid();
}
