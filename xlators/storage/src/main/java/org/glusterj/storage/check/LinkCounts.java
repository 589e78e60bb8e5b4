package org.glusterj.storage.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many names each inode has: eight bytes for each name, in blocks that are sorted on their own, so growing copies
 * nothing. First all names are added, then counts are asked for. One thread.
 */
final class LinkCounts {
    private static final int BLOCK = 1 << 18;

    private final List<long[]> blocks = new ArrayList<>();
    private int used = BLOCK;

    void add(long ino) {
        if (used == BLOCK) {
            sortLast(BLOCK);
            blocks.add(new long[BLOCK]);
            used = 0;
        }
        blocks.getLast()[used++] = ino;
    }

    /** After the last name. */
    void seal() {
        sortLast(used);
    }

    private void sortLast(int length) {
        if (!blocks.isEmpty()) {
            Arrays.sort(blocks.getLast(), 0, length);
        }
    }

    int count(long ino) {
        int count = 0;
        for (int i = 0; i < blocks.size(); i++) {
            int length = i == blocks.size() - 1 ? used : BLOCK;
            count += count(blocks.get(i), length, ino);
        }
        return count;
    }

    private static int count(long[] sorted, int length, long ino) {
        int at = Arrays.binarySearch(sorted, 0, length, ino);
        if (at < 0) {
            return 0;
        }
        int from = at;
        while (from > 0 && sorted[from - 1] == ino) {
            from--;
        }
        int to = at + 1;
        while (to < length && sorted[to] == ino) {
            to++;
        }
        return to - from;
    }
}
