package org.glusterj.management.volume;

import java.util.Map;
import java.util.UUID;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;

/**
 * How far the nodes are with a volume's task.
 *
 * @param task null = none
 * @param reports by node, of those that take part
 */
public record TaskStanding(Volume volume, Task task, Map<UUID, TaskReport> reports) {}
