package org.glusterj.tests.compat.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;

/**
 * Fops that no mount sends, through our protocol/client to a brick of either make. {@code HOST PORT BRICK}: prints a
 * line {@code ANSWER NAME: WORD} for each, in a fixed order; the word is "done" or the errno, or what is in the file
 * afterwards. One thread.
 */
public final class RareFops {
    private static final int O_RDWR = 2;
    private static final int ADD_32 = 0;
    private static final String DIRTY = "trusted.afr.dirty";
    private static final Xdata ONE =
            Xdata.EMPTY.withBytes(DIRTY, new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
    private static final Xdata COLOUR = Xdata.EMPTY.withBytes("user.colour", new byte[] {1});
    private static final Xdata ZERO = Xdata.EMPTY.withBytes(DIRTY, new byte[12]);

    private final Graph graph;
    private final SplittableRandom random = new SplittableRandom();

    private RareFops(Graph graph) {
        this.graph = graph;
    }

    /** One request. */
    @FunctionalInterface
    private interface Request {
        void ask() throws FopException;
    }

    public static void main(String[] args) throws Exception {
        var volfile =
                "volume c\n type protocol/client\n option remote-host %s\n option remote-port %s\n"
                                .formatted(args[0], args[1])
                        + " option remote-subvolume %s\nend-volume\n".formatted(args[2]);
        try (var graph = new GraphBuilder(SystemEnvironment.get()).build(Volfile.parse(volfile))) {
            var up = new CountDownLatch(1);
            graph.listen(
                    event -> {
                        if (event instanceof Event.ChildUp) {
                            up.countDown();
                        }
                    });
            graph.activate();
            if (!up.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the brick does not answer");
            }
            var fops = new RareFops(graph);
            fops.put();
            fops.xattrop();
            fops.nameless();
        }
    }

    private static void tell(String name, Request request) {
        String answer;
        try {
            request.ask();
            answer = "done";
        } catch (FopException e) {
            answer = e.errno().name();
        }
        System.out.println("ANSWER " + name + ": " + answer);
    }

    private <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(Frame.internal(), op);
    }

    private Loc at(String name) {
        return Loc.entry(graph.inodes().root(), name);
    }

    private Xdata request() {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(random));
    }

    private Inode find(String name) throws FopException {
        var loc = at(name);
        var iatt = call(new Fop.Lookup(loc, Xdata.NULL)).iatt();
        return graph.inodes().linkPinned(loc.inode(), loc.parent(), name, iatt);
    }

    private Fd open(String name, int flags) throws FopException {
        var inode = find(name);
        var fd = graph.inodes().newFd(inode, flags);
        call(new Fop.Open(Loc.of(inode), flags, fd, Xdata.NULL));
        return fd;
    }

    private String content(String name) {
        try (var fd = open(name, 0);
                var read = call(new Fop.Readv(fd, 0, 100, 0, Xdata.NULL))) {
            return '"' + new String(read.data().toBytes(), US_ASCII) + '"';
        } catch (FopException e) {
            return e.errno().name();
        }
    }

    private void put(String what, String name, int flags, String text) {
        tell(
                "put of " + what,
                () -> {
                    try (var data = Payload.copyOf(text.getBytes(US_ASCII))) {
                        call(new Fop.Put(at(name), 0640, 0, flags, 0, data, COLOUR, request()));
                    }
                });
        System.out.println("ANSWER afterwards: " + content(name));
    }

    private void put() {
        put("a new file", "put", 0, "content");
        put("a file that is there", "put", 0, "other");
        put("a file that is there, O_RDWR", "put", O_RDWR, "abc");
    }

    private Inode make(String name) throws FopException {
        var loc = at(name);
        try (var fd = graph.inodes().newFd(loc.inode(), O_RDWR)) {
            call(new Fop.Create(loc, O_RDWR, 0100644, 0, fd, request()));
        }
        return find(name);
    }

    private void remove(String name, Inode inode) throws FopException {
        call(new Fop.Unlink(Loc.entry(graph.inodes().root(), name, inode), 0, Xdata.NULL));
    }

    private void xattrop() throws FopException {
        var open = make("open");
        try (var fd = open("open", O_RDWR)) {
            remove("open", open);
            tell(
                    "fxattrop of an open removed file",
                    () -> call(new Fop.Fxattrop(fd, ADD_32, ONE, Xdata.NULL)));
            xattrop("an open removed file", open, "open");
        }
        var closed = make("closed");
        remove("closed", closed);
        xattrop("a removed file", closed, "closed");
        var made = at("d");
        call(new Fop.Mkdir(made, 0755, 0, request()));
        var directory = find("d");
        call(new Fop.Rmdir(Loc.entry(graph.inodes().root(), "d", directory), 0, Xdata.NULL));
        xattrop("a removed directory", directory, "d");
        unknown();
    }

    /** The forms that need no open file. */
    private void xattrop(String what, Inode inode, String name) {
        var anonymous = Fd.anonymous(inode, O_RDWR);
        tell(
                "xattrop by gfid of " + what,
                () -> call(new Fop.Xattrop(Loc.of(inode), ADD_32, ONE, Xdata.NULL)));
        var both = Loc.entry(graph.inodes().root(), name, inode);
        tell(
                "xattrop by gfid and name of " + what,
                () -> call(new Fop.Xattrop(both, ADD_32, ONE, Xdata.NULL)));
        tell(
                "xattrop by name of " + what,
                () -> call(new Fop.Xattrop(at(name), ADD_32, ONE, Xdata.NULL)));
        tell(
                "xattrop by gfid that asks of " + what,
                () -> call(new Fop.Xattrop(Loc.of(inode), ADD_32, ZERO, Xdata.NULL)));
        tell(
                "fxattrop by an anonymous fd of " + what,
                () -> call(new Fop.Fxattrop(anonymous, ADD_32, ONE, Xdata.NULL)));
        tell(
                "fstat by an anonymous fd of " + what,
                () -> call(new Fop.Fstat(anonymous, Xdata.NULL)));
        tell(
                "readv by an anonymous fd of " + what,
                () -> call(new Fop.Readv(anonymous, 0, 10, 0, Xdata.NULL)).close());
        tell(
                "fsetxattr by an anonymous fd of " + what,
                () -> call(new Fop.Fsetxattr(anonymous, COLOUR, 0, Xdata.NULL)));
    }

    /** A gfid that the brick has never had. */
    private void unknown() {
        var inode = graph.inodes().obtainPinned(Gfid.random(random));
        var anonymous = Fd.anonymous(inode, O_RDWR);
        tell(
                "xattrop by an unknown gfid",
                () ->
                        call(
                                new Fop.Xattrop(
                                        new Loc(null, "", inode, inode.gfid()),
                                        ADD_32,
                                        ONE,
                                        Xdata.NULL)));
        tell(
                "fxattrop by an anonymous fd of an unknown gfid",
                () -> call(new Fop.Fxattrop(anonymous, ADD_32, ONE, Xdata.NULL)));
        tell(
                "fstat by an anonymous fd of an unknown gfid",
                () -> call(new Fop.Fstat(anonymous, Xdata.NULL)));
    }

    private void nameless() throws FopException {
        var gfid = Gfid.random(random);
        var loc = new Loc(null, "", graph.inodes().blank(), gfid);
        tell("icreate", () -> call(new Fop.Icreate(loc, 0600, Xdata.NULL)));
        var named = Xdata.EMPTY.withGfid("gfid-req", gfid);
        tell("namelink", () -> call(new Fop.Namelink(at("named"), named)));
        tell("lookup", () -> call(new Fop.Lookup(at("named"), Xdata.NULL)));
    }
}
