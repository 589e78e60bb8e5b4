package org.glusterj.features.trash;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Name;

/**
 * Where something goes in the trash: the directories it was in, and its name with the time, {@code
 * name_2026-11-20_224048_+0000} (captured from 10.3). Pure.
 *
 * @param directories below the trash directory
 */
record TrashPath(List<String> directories, String name) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("'_'yyyy-MM-dd_HHmmss_'+0000'").withZone(ZoneOffset.UTC);

    /**
     * @param path of the object in the volume, as far as it is known: a leading part in angle brackets is left out
     * @param epochSeconds the time
     */
    static TrashPath of(String path, long epochSeconds) {
        var directories = new ArrayList<String>();
        for (var part : path.split("/")) {
            if (!part.isEmpty() && !part.startsWith("<gfid:")) {
                directories.add(part);
            }
        }
        var name = directories.isEmpty() ? "unnamed" : directories.removeLast();
        return new TrashPath(
                List.copyOf(directories), name + STAMP.format(Instant.ofEpochSecond(epochSeconds)));
    }

    /** Another name for what came in the same second. */
    TrashPath again(int attempt) {
        return attempt == 0 ? this : new TrashPath(directories, name + "." + attempt);
    }

    boolean isTooLong() {
        return name.length() > Name.MAX_BYTES;
    }
}
