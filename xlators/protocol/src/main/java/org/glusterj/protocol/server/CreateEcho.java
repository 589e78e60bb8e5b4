package org.glusterj.protocol.server;

import org.glusterj.core.Xdata;

/**
 * What CREATE's reply says beside the graph's answer: the request's own xdata, without the questions that {@code
 * features/locks} takes out (captured from 10.3). Disperse compares the replies of its bricks. Pure.
 */
final class CreateEcho {
    private CreateEcho() {}

    /** Null only when both are. */
    static Xdata of(Xdata asked, Xdata told) {
        if (told.isNull() && !hasLockQuestion(asked)) {
            return asked;
        }
        var all = new Xdata.Builder(asked.size() + told.size()).putAll(told);
        for (int i = 0; i < asked.size(); i++) {
            var key = asked.key(i);
            if (!isLockQuestion(key) && !told.contains(key)) {
                all.put(key, asked.value(i));
            }
        }
        return all.build();
    }

    private static boolean hasLockQuestion(Xdata asked) {
        for (int i = 0; i < asked.size(); i++) {
            if (isLockQuestion(asked.key(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLockQuestion(String key) {
        return switch (key) {
            case "glusterfs.inodelk-count",
                    "glusterfs.entrylk-count",
                    "glusterfs.posixlk-count",
                    "glusterfs.inodelk-dom-count",
                    "glusterfs.parent-entrylk" ->
                    true;
            default -> key.startsWith("glusterfs.inodelk-dom-prefix:");
        };
    }
}
