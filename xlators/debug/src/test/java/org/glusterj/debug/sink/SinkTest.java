package org.glusterj.debug.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.Loc;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.ManualEnvironment;
import org.junit.jupiter.api.Test;

class SinkTest {
    @Test
    void theRootIsADirectoryAndNothingElseWorks() throws Exception {
        var volfile = Volfile.parse("volume sink type debug/sink end-volume");
        var heard = new ArrayList<Event>();
        try (var graph = new GraphBuilder(new ManualEnvironment()).build(volfile)) {
            graph.listen(heard::add);
            graph.activate();
            assertThat(heard).containsExactly(new Event.ChildUp("sink"));
            var root = Loc.of(graph.inodes().root());
            var found = graph.top().call(Frame.internal(), new Fop.Lookup(root, Xdata.NULL));
            assertThat(found.iatt().type()).isSameAs(FileType.DIRECTORY);
            assertThatThrownBy(
                            () ->
                                    graph.top()
                                            .call(Frame.internal(), new Fop.Stat(root, Xdata.NULL)))
                    .isInstanceOfSatisfying(
                            FopException.class,
                            why -> assertThat(why.errno()).isSameAs(Errno.EOPNOTSUPP));
        }
        assertThat(heard).contains(new Event.ChildDown("sink"));
    }
}
