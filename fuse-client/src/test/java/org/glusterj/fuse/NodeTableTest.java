package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeTableTest {
    private Graph graph;
    private NodeTable nodes;

    @BeforeEach
    void build() throws Exception {
        var volfile = Volfile.parse("volume memory type test/memory end-volume");
        graph = new GraphBuilder(SystemEnvironment.get()).build(volfile);
        nodes = new NodeTable(graph.inodes().root());
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private Inode inode(long number) {
        var table = graph.inodes();
        var iatt = new Iatt.Builder().gfid(new Gfid(1, number)).mode(0100644).build();
        return table.linkPinned(table.blank(), table.root(), "f" + number, iatt);
    }

    /** Else the inodes of removed files would fill the table up to its limit. */
    @Test
    void anInodeThatTheKernelForgotLeavesTheTableUnlessSomebodyUsesIt() {
        var used = inode(5);
        var idle = inode(6);
        long usedId = nodes.told(used);
        long idleId = nodes.told(idle);
        idle.unpin();
        int before = graph.inodes().size();
        nodes.forget(idleId, 1);
        assertThat(graph.inodes().size()).isEqualTo(before - 1);
        assertThat(graph.inodes().childPinned(graph.inodes().root(), "f6")).isNull();
        nodes.forget(usedId, 1);
        assertThat(graph.inodes().size()).isEqualTo(before - 1);
        used.unpin();
    }

    @Test
    void aNodeLivesUntilEveryLookupIsForgotten() throws Exception {
        var inode = inode(5);
        long id = nodes.told(inode);
        assertThat(nodes.told(inode)).isEqualTo(id);
        assertThat(inode.pins()).as("one by the test, one by the node").isEqualTo(2);
        nodes.forget(id, 1);
        assertThat(nodes.inode(id)).isSameAs(inode);
        assertThat(nodes.idOf(inode)).isEqualTo(id);
        nodes.forget(id, 1);
        assertThat(nodes.idOf(inode)).isZero();
        assertThat(inode.pins()).isEqualTo(1);
        assertThatThrownBy(() -> nodes.inode(id))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.ESTALE));
        long again = nodes.told(inode);
        assertThat(again).isNotEqualTo(id);
        nodes.forget(id, 5);
        assertThat(nodes.inode(again)).isSameAs(inode);
    }

    @Test
    void theRootIsNeitherCountedNorForgotten() throws Exception {
        assertThat(nodes.told(graph.inodes().root())).isEqualTo(1);
        nodes.forget(1, 1000);
        assertThat(nodes.inode(1)).isSameAs(graph.inodes().root());
        assertThat(nodes.size()).isZero();
    }

    @Test
    void forgettingMoreThanWasToldEndsTheNodeOnce() {
        var inode = inode(6);
        long id = nodes.told(inode);
        nodes.forget(id, 100);
        nodes.forget(id, 100);
        assertThat(inode.pins()).isEqualTo(1);
        assertThat(nodes.size()).isZero();
    }

    @Test
    void clearingUnpinsEveryInode() {
        var a = inode(7);
        var b = inode(8);
        nodes.told(a);
        nodes.told(b);
        nodes.told(b);
        nodes.clear();
        assertThat(a.pins()).isEqualTo(1);
        assertThat(b.pins()).isEqualTo(1);
        assertThat(nodes.size()).isZero();
    }

    @Test
    void lookupsAndForgetsFromManyThreadsBalance() throws Exception {
        var inode = inode(9);
        var threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 20_000; i++) {
                                            nodes.forget(nodes.told(inode), 1);
                                        }
                                    });
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(nodes.size()).isZero();
        assertThat(inode.pins()).isEqualTo(1);
        assertThat(nodes.idOf(inode)).isZero();
    }
}
