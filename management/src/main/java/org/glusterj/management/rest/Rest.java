package org.glusterj.management.rest;

import java.util.function.IntSupplier;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.volume.BrickCommands;
import org.glusterj.management.volume.Bricks;
import org.glusterj.management.volume.ClusterOptions;
import org.glusterj.management.volume.HealCommands;
import org.glusterj.management.volume.OptionCommands;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.TaskCommands;
import org.glusterj.management.volume.UpkeepCommands;
import org.glusterj.management.volume.VolumeCommands;
import org.glusterj.management.webhook.HookTests;
import org.glusterj.management.webhook.Webhooks;

/** All paths of the interface and what is behind them. Immutable. */
public final class Rest {
    /** What is told of events. */
    public record Watching(EventLog log, Webhooks hooks, HookTests tests) {}

    private final Router router = new Router();
    private final EventLog log;

    /** @param stockConnections how many are connected to port 24007 */
    public Rest(
            VolumeCommands volumes,
            UpkeepCommands upkeep,
            BrickCommands replacement,
            HealCommands heal,
            OptionCommands options,
            ClusterOptions clusterOptions,
            Bricks bricks,
            Pool pool,
            IntSupplier stockConnections,
            Watching watching,
            String version) {
        var metrics = new Metrics(volumes, bricks, pool, stockConnections);
        new NodeRoutes(clusterOptions, metrics, version, router).addTo();
        new PeerRoutes(pool).addTo(router);
        new VolumeRoutes(volumes, options, upkeep, heal).addTo(router);
        new TaskRoutes(new TaskCommands(volumes, pool), pool).addTo(router);
        new UpkeepRoutes(upkeep).addTo(router);
        new BrickRoutes(replacement).addTo(router);
        new HealRoutes(heal).addTo(router);
        new AdoptRoute(volumes).addTo(router);
        new EventRoutes(watching.log(), watching.hooks(), watching.tests()).addTo(router);
        log = watching.log();
    }

    EventLog log() {
        return log;
    }

    Router router() {
        return router;
    }
}
