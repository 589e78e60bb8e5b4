package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that has not heard that somebody moves files. */
class StaleViewTest {
    private static final int N = 3;

    private Spread volume;
    private Inode root;

    @BeforeEach
    void mount() throws Exception {
        volume = new Spread(N).mounted();
        root = volume.root();
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    private int belongsTo(Inode parent, String name) throws Exception {
        var where = ((Dht) volume.graph().top()).parts().where();
        return where.hashed(Spread.ROOT, Loc.entry(parent, name));
    }

    private void isNowhere(Inode parent, String name) {
        assertThatThrownBy(() -> volume.look(parent, name))
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(Errno.ENOENT));
    }

    /** A mount looks the root up once; then a rebalance begins, of which it hears nothing. */
    @Test
    void aNameIsNotBelievedToBeNowhereWhenARebalanceHasBegun() throws Exception {
        var directory = volume.mkdir(root, "d");
        int elsewhere = (belongsTo(directory, "f") + 1) % N;
        var xdata = Xdata.EMPTY.withGfid("gfid-req", Gfid.random(volume.environment().random()));
        var mode = FileType.REGULAR.bits() | 0644;
        volume.on(elsewhere, new Fop.Mknod(Loc.entry(directory, "f"), mode, 0, 0, xdata));
        isNowhere(directory, "f");
        var hash = Xdata.EMPTY.withString("trusted.glusterfs.dht.commithash", "777");
        for (int i = 0; i < N; i++) {
            volume.on(i, new Fop.Setxattr(Loc.of(root), hash, 0, Xdata.NULL));
        }
        isNowhere(directory, "f");
        volume.environment().advance(Duration.ofSeconds(2));
        int before = volume.fops();
        assertThat(volume.look(directory, "f").gfid()).isEqualTo(xdata.gfid("gfid-req").get());
        isNowhere(directory, "none");
        assertThat(volume.dataOf(directory, "f")).isEqualTo(elsewhere);
        assertThat(volume.fops() - before).as("one of them for the root").isLessThan(16);
    }

    /** Who asks a file's new place before it came, and its old place after it went, asks again. */
    @Test
    void aFileThatMovesIsSeenSomewhere() throws Exception {
        var directory = volume.mkdir(root, "d");
        int to = belongsTo(directory, "f");
        int from = (to + 1) % N;
        var gfid = Gfid.random(volume.environment().random());
        var leads =
                Xdata.EMPTY
                        .withGfid("gfid-req", gfid)
                        .withString("trusted.glusterfs.dht.linkto", "v-client-" + from);
        var name = Loc.entry(directory, "f");
        volume.on(to, new Fop.Mknod(name, 0101000, 0, 0, leads));
        var target = volume.fd(to, directory, "f");
        var shown = new Iatt.Builder().mode(0100644).build();
        var looks = new AtomicInteger();
        volume.gate(from)
                .watch(
                        op -> {
                            if (op instanceof Fop.Lookup && looks.incrementAndGet() == 3) {
                                show(to, target, shown);
                            }
                        });
        assertThat(volume.look(directory, "f").gfid()).isEqualTo(gfid);
        target.close();
    }

    private void show(int on, Fd file, Iatt shown) {
        try {
            volume.on(on, new Fop.Fsetattr(file, shown, SetattrMask.MODE, Xdata.NULL));
        } catch (FopException e) {
            throw new AssertionError(e);
        }
    }
}
