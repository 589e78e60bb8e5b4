package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.cluster.afr.heal.SelfHeal;
import org.glusterj.core.FopException;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;

/** The machine of the self-heal daemon, which crawls by itself as long as it lives. */
final class HealNode {
    private final Cluster cluster;
    private final List<SimProcess> lives = new ArrayList<>();
    private SimProcess process;
    private Graph graph;
    private boolean crawling;

    HealNode(Cluster cluster) {
        this.cluster = cluster;
    }

    List<SimProcess> lives() {
        return lives;
    }

    String name() {
        return "heal";
    }

    boolean isUp() {
        return process != null && process.isAlive();
    }

    void start() throws GraphException {
        cluster.scheduler().note("start heal");
        process = new SimProcess(cluster.scheduler(), cluster.network(), name(), null);
        lives.add(process);
        graph =
                new GraphBuilder(process)
                        .build(cluster.volfile("cluster/self-heal", Map.of("heal-timeout", "5")));
        graph.activate();
        ((SelfHeal) graph.top()).begin();
    }

    void crash() {
        cluster.scheduler().note("crash heal");
        process.die();
        cluster.network().died(process);
    }

    boolean isCrawling() {
        return crawling;
    }

    /** Begins a crawl through all lists; {@link #isCrawling} until it is over. */
    void crawl() {
        crawling = true;
        process.spawn(
                "crawl",
                () -> {
                    try {
                        ((SelfHeal) graph.top()).crawlOnce();
                    } catch (FopException why) {
                        cluster.scheduler().note("crawl failed " + why.errno());
                    } finally {
                        crawling = false;
                    }
                });
    }
}
