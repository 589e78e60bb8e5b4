package org.glusterj.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every translator with one child keeps: it is registered, passes on unchanged what it does not treat, lets
 * failures through, gives back what it was lent, has documented options that can change while it runs, and dumps under
 * its own name. A translator's test extends this, names what is particular, and adds its own cases.
 */
public abstract class XlatorContract {
    private static final Xdata FAILURE_XDATA = Xdata.EMPTY.withInt("why", 7);

    protected GraphFixture fixture;
    private Inode file;
    private Fd fd;
    private Payload data;

    /** The volfile type. */
    protected abstract String type();

    /** The options record when nothing is set. */
    protected abstract Record defaults();

    /** A text for every option, each other than its default; the map may be read in any order. */
    protected abstract Map<String, String> otherOptions();

    /** What {@link #otherOptions()} reads as. */
    protected abstract Record others();

    /** Options a running translator accepts; those it can only get at the start are left out. */
    protected Map<String, String> liveOptions() {
        return otherOptions();
    }

    /** Options of the translator under test. */
    protected Map<String, String> options() {
        return Map.of();
    }

    /** Fops it changes, answers itself or refuses. */
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    /** The part of statedump sections after {@code xlator.}: family and name. */
    protected String dumpName() {
        return type().replace('/', '.');
    }

    @BeforeEach
    final void buildGraph() throws GraphException {
        fixture = GraphFixture.of(type(), options());
        file = fixture.file("name");
        fd = fixture.graph().inodes().newFd(file, 2);
        data = Payload.copyOf(new byte[] {1, 2, 3, 4});
    }

    @AfterEach
    final void endGraph() {
        fd.close();
        data.close();
        fixture.close();
    }

    private Fop<?> request(FopType type) {
        return Samples.request(type, fixture.graph().inodes().root(), file, fd, data);
    }

    private Set<FopType> untreated() {
        var types = EnumSet.allOf(FopType.class);
        types.removeAll(treated());
        return types;
    }

    @Test
    final void isFoundByItsVolfileType() {
        assertThat(new GraphBuilder(fixture.environment()).types()).contains(type());
        assertThat(fixture.subject().type()).isEqualTo(type());
    }

    @Test
    final void whatItDoesNotTreatReachesTheChildUnchangedAndSoDoesTheReply() throws FopException {
        for (var type : untreated()) {
            var reply = new ArrayList<Reply>();
            fixture.child().answer((frame, op) -> remember(reply, Samples.reply(op.type())));
            var op = request(type);
            var answer = fixture.call(op);
            assertThat(fixture.child().last().op()).as(type + " below").isSameAs(op);
            assertThat(answer).as("reply to " + type).isSameAs(reply.getFirst());
            close(answer);
        }
    }

    private static Reply remember(List<Reply> replies, Reply reply) {
        replies.add(reply);
        return reply;
    }

    @Test
    final void failuresOfTheChildComeThroughWithErrnoAndXdata() {
        fixture.child()
                .answer(
                        (frame, op) -> {
                            throw new FopException(Errno.ESTALE, FAILURE_XDATA);
                        });
        for (var type : untreated()) {
            assertThatThrownBy(() -> fixture.call(request(type)))
                    .as(type.name())
                    .isInstanceOfSatisfying(
                            FopException.class,
                            why -> {
                                assertThat(why.errno()).isSameAs(Errno.ESTALE);
                                assertThat(why.xdata()).isEqualTo(FAILURE_XDATA);
                            });
        }
    }

    @Test
    final void whatIsLentIsGivenBack() {
        var made = new ArrayList<ByteBuf>();
        fixture.child()
                .answer(
                        FopType.READ,
                        (frame, op) -> {
                            var reply = (Reply.Readv) Samples.reply(FopType.READ);
                            made.add(reply.data().duplicate());
                            return reply;
                        });
        long pins = file.pins();
        for (var type : FopType.values()) {
            callAndClose(request(type));
        }
        assertThat(data.duplicate().refCnt()).as("references of the request's payload").isOne();
        assertThat(made).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
        fixture.graph().top().notify(new Event.ClientGone(ClientId.LOCAL));
        assertThat(file.pins()).as("pins of the inode").isEqualTo(pins);
    }

    private void callAndClose(Fop<?> op) {
        try {
            close(fixture.call(op));
        } catch (FopException refused) {
            assertThat(treated()).as("refused " + op.type()).contains(op.type());
        }
    }

    private static void close(Reply reply) {
        if (reply instanceof Reply.Readv readv) {
            readv.close();
        }
    }

    @Test
    final void eventsPassInTheirDirection() {
        var up = new Event.ChildUp(GraphFixture.CHILD);
        var down = new Event.ParentDown();
        fixture.child().raise(up);
        fixture.graph().top().notify(down);
        assertThat(fixture.heard()).contains(up);
        assertThat(fixture.child().events()).contains(down);
    }

    @Test
    final void everyOptionIsExplained() {
        assertThat(table().options().specs())
                .allSatisfy(
                        spec -> {
                            assertThat(spec.key()).isNotBlank();
                            assertThat(spec.help()).endsWith(".");
                        });
    }

    @Test
    final void defaultsAreThoseOfStock() throws GraphException {
        assertThat(read(Map.of())).isEqualTo(defaults());
    }

    @Test
    final void everyOptionIsRead() throws GraphException {
        var read = read(otherOptions());
        assertThat(read).isEqualTo(others());
        assertThat(otherOptions().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        table().options().specs().stream().map(spec -> spec.key()).toList());
        assertThat(components(read))
                .as("components")
                .doesNotContainAnyElementsOf(sameAsDefault(read));
    }

    private static List<Object> components(Record record) {
        try {
            var values = new ArrayList<Object>();
            for (var component : record.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                values.add(component.getName() + "=" + component.getAccessor().invoke(record));
            }
            return values;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private List<Object> sameAsDefault(Record read) {
        var same = components(read);
        same.retainAll(components(defaults()));
        same.add("");
        return same;
    }

    @Test
    final void optionsChangeWhileItRuns() throws Exception {
        fixture.reconfigure(liveOptions());
        fixture.reconfigure(options());
        for (var type : untreated()) {
            close(fixture.call(request(type)));
            assertThat(fixture.child().last().op().type()).isSameAs(type);
        }
    }

    @Test
    final void dumpsUnderItsOwnName() {
        fixture.graph().find(GraphFixture.SUBJECT).dump(new DumpText());
        assertThat(fixture.dump().sections())
                .allSatisfy(
                        section ->
                                assertThat(section)
                                        .startsWith(
                                                "xlator."
                                                        + dumpName()
                                                        + "."
                                                        + GraphFixture.SUBJECT));
    }

    private XlatorType<?> table() {
        return new GraphBuilder(fixture.environment()).type(type());
    }

    private Record read(Map<String, String> texts) throws GraphException {
        var node = new Volfile.Node(GraphFixture.SUBJECT, type(), texts, List.of());
        return new OptionValues(node).as(table().options());
    }
}
