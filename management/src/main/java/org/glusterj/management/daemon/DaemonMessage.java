package org.glusterj.management.daemon;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the daemon, 106030 to 106079. */
enum DaemonMessage implements Message {
    DAEMON_STARTED(106030, Level.INFO, "the manager serves", "node", "stock", "rest", "socket"),
    DAEMON_STOPS(106031, Level.INFO, "the manager ends; bricks go on", "node"),
    HOST_LAUNCHED(106032, Level.INFO, "a process was started", "host", "pid", "millis"),
    HOST_FOUND(106033, Level.INFO, "a process was there already", "host", "pid"),
    HOST_LOST(106034, Level.WARN, "a process is gone", "host"),
    HOST_FAILED(106035, Level.ERROR, "a process cannot be kept", "host", "why", "retry-seconds"),
    BRICK_FAILED(
            106036, Level.ERROR, "a brick is not served", "brick", "host", "why", "retry-seconds"),
    KEEPER_BUG(106037, Level.ERROR, "looking after processes failed"),
    HOST_KILLED(106038, Level.WARN, "a process did not end and was killed", "host", "pid"),
    END_FAILED(106041, Level.WARN, "a part of the manager did not end"),
    BEGINS_ANEW(
            106043,
            Level.WARN,
            "this node has another id or lost its directory: all is closed and opened again",
            "node"),
    NEWS_BUG(106044, Level.ERROR, "a change of the pool was not passed on"),
    GRAPH_FAILED(106042, Level.ERROR, "no graph can be made", "volume", "of", "why"),
    HOST_SILENT(106040, Level.WARN, "a process does not answer", "host", "why"),
    HOST_WAITS(106045, Level.INFO, "a process is not started yet", "host", "missing"),
    POOL_KNOWN(106048, Level.INFO, "the volumes of the pool are known here"),
    TASK_ENDED(106046, Level.INFO, "this node's part of a task has ended", "volume", "task"),
    TASK_UNTOLD(106047, Level.WARN, "the end of a task is not in the store yet", "host", "why"),
    PID_FILE_LEFT(
            106039, Level.WARN, "a file of bricks could not be written or removed", "file", "why");

    private final Text text;

    DaemonMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
