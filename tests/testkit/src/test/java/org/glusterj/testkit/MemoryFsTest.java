package org.glusterj.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryFsTest {
    private Graph graph;

    @BeforeEach
    void build() throws GraphException {
        var node = new Volfile.Node("memory", "test/memory", Map.of(), List.of());
        graph = new GraphBuilder(SystemEnvironment.get()).build(new Volfile(List.of(node)));
        graph.activate();
    }

    @AfterEach
    void end() {
        graph.close();
    }

    private <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(Frame.internal(), op);
    }

    private Loc name(String name) {
        return Loc.entry(graph.inodes().root(), name);
    }

    private static Xdata gfid(long low) {
        return Xdata.EMPTY.withGfid("gfid-req", new Gfid(1, low));
    }

    @Test
    void aCreatedFileHoldsWhatWasWritten() throws FopException {
        var loc = name("f");
        try (var fd = graph.inodes().newFd(loc.inode(), 2);
                var data = Payload.copyOf(new byte[] {1, 2, 3})) {
            call(new Fop.Create(loc, 2, 0644, 0, fd, gfid(7)));
            call(new Fop.Writev(fd, 5000, data, 0, Xdata.NULL));
            try (var reply = call(new Fop.Readv(fd, 4999, 10, 0, Xdata.NULL))) {
                assertThat(reply.data().toBytes()).containsExactly(0, 1, 2, 3);
                assertThat(reply.atEnd()).isTrue();
            }
            assertThat(call(new Fop.Seek(fd, 0, 0, Xdata.NULL)).offset()).isEqualTo(4096);
        }
        assertThat(call(new Fop.Lookup(name("f"), Xdata.NULL)).iatt().gfid())
                .isEqualTo(new Gfid(1, 7));
    }

    @Test
    void listingContinuesAtItsCookie() throws FopException {
        for (int i = 0; i < 20; i++) {
            call(new Fop.Mkdir(name("d" + i), 0755, 0, gfid(100 + i)));
        }
        var root = graph.inodes().root();
        try (var fd = graph.inodes().newFd(root, 0)) {
            call(new Fop.Opendir(Loc.of(root), fd, Xdata.NULL));
            var first = call(new Fop.Readdirp(fd, 1000, 0, Xdata.NULL));
            long cookie = first.entries().getLast().offset();
            var rest = call(new Fop.Readdir(fd, 100_000, cookie, Xdata.NULL));
            assertThat(first.atEnd()).isFalse();
            assertThat(rest.atEnd()).isTrue();
            assertThat(first.entries().size() + rest.entries().size()).isEqualTo(22);
        }
        assertThat(call(new Fop.Stat(Loc.of(root), Xdata.NULL)).iatt().nlink()).isEqualTo(22);
    }

    @Test
    void aMoveIntoItselfIsRefused() throws FopException {
        call(new Fop.Mkdir(name("d"), 0755, 0, gfid(5)));
        var d = graph.inodes().obtainPinned(new Gfid(1, 5));
        try {
            assertThatThrownBy(() -> call(new Fop.Rename(name("d"), Loc.entry(d, "e"), Xdata.NULL)))
                    .isInstanceOfSatisfying(
                            FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.EINVAL));
        } finally {
            d.unpin();
        }
    }
}
