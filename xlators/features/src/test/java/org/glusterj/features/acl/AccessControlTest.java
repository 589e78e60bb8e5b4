package org.glusterj.features.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class AccessControlTest extends XlatorContract {
    @Override
    protected String type() {
        return "features/access-control";
    }

    @Override
    protected Record defaults() {
        return new AccessControl.Options();
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of();
    }

    @Override
    protected Record others() {
        return new AccessControl.Options();
    }

    @Test
    void clientGraphsKnowItAsPosixAcl() throws Exception {
        try (var client = GraphFixture.of("system/posix-acl")) {
            var stat = new Fop.Stat(Loc.of(client.file("f")), Xdata.NULL);
            client.call(stat);
            assertThat(client.child().last().op()).isSameAs(stat);
        }
    }

    @Test
    void startedFopsReachTheChildToo() throws Exception {
        var promise = new Promise<Reply.Attr>();
        var stat = new Fop.Stat(Loc.of(fixture.file("f")), Xdata.NULL);
        fixture.graph().top().start(Frame.internal(), stat, promise);
        promise.await(fixture.environment(), Frame.internal());
        assertThat(fixture.child().last().op()).isSameAs(stat);
    }
}
