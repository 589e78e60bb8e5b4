package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.volgen.Facts;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume of a stock glusterd's directory, with bricks on this node. Needs root for trusted attributes. */
class AdoptionTest {
    private static final UUID SELF = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");
    private static final UUID ID = UUID.fromString("47fe3af7-196e-4251-a77a-9e5d8355233c");
    private static final Path CAPTURED =
            Path.of("src/test/resources/org/glusterj/management/volume/stock/vols/v");

    @TempDir private Path temp;
    private Path stock;
    private LocalStore store;
    private VolumeRecords volumes;
    private StoredTransactions transactions;
    private Adoption adoption;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: trusted attributes need root");
    }

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(temp.resolve("store.json"));
        var peer = new Peer(SELF, List.of("192.0.2.1"));
        store.commit(new ClusterStore.Commit(List.of(), List.of(PeerRecords.write(peer))));
        transactions = new StoredTransactions(store, SELF, UUID::toString, Limits.USUAL);
        volumes = new VolumeRecords(store);
        adoption =
                new Adoption(
                        volumes, new PeerRecords(store, SELF), transactions, AdoptionTest::graphs);
        stock = temp.resolve("stock");
        copy("info");
        copy("node_state.info");
        for (var number : List.of("1", "3")) {
            copy("bricks/192.0.2.1:-srv-b-" + number);
            Files.createDirectories(temp.resolve("b/" + number));
            mark(number, ID);
        }
    }

    @AfterEach
    void close() {
        transactions.close();
        store.close();
    }

    private static List<Volfile> graphs(Volume volume) throws OptionException {
        try {
            return Volgen.all(volume, Facts.USUAL);
        } catch (VolgenException e) {
            throw new OptionException(e.getMessage());
        }
    }

    private void copy(String file) throws IOException {
        var text = Files.readString(CAPTURED.resolve(file)).replace("/srv/b/", temp + "/b/");
        var copy = stock.resolve("vols/v").resolve(file);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, text);
    }

    private void edit(String file, String text, String other) throws IOException {
        var path = stock.resolve("vols/v").resolve(file);
        Files.writeString(path, Files.readString(path).replace(text, other));
    }

    private void mark(String brick, UUID volume) throws Exception {
        new BrickMark(new Brick(0, SELF, "192.0.2.1", temp + "/b/" + brick)).write(volume);
    }

    private void refused(String reason) throws Exception {
        assertThatThrownBy(() -> adoption.adopt("v", stock))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(reason);
        assertThat(volumes.find("v")).isEmpty();
    }

    @Test
    void theVolumeIsThePoolsFromThenOn() throws Exception {
        var volume = adoption.adopt("v", stock);
        assertThat(volumes.find("v").orElseThrow().volume()).isEqualTo(volume);
        assertThat(volume.id()).isEqualTo(ID);
        assertThat(volume.state()).isEqualTo(Volume.State.STOPPED);
        assertThat(volume.shape()).isEqualTo(Shape.DISTRIBUTE);
        assertThat(volume.bricks())
                .containsExactly(
                        new Brick(0, SELF, "192.0.2.1", temp + "/b/1"),
                        new Brick(2, SELF, "192.0.2.1", temp + "/b/3"));
        assertThat(volume.options())
                .containsEntry("auth.allow", "192.*")
                .containsEntry("user.x", "a b")
                .hasSize(7);
        assertThat(volume.username()).isEqualTo("33bd4170-d78e-402a-b37d-2da545dae186");

        assertThatThrownBy(() -> adoption.adopt("v", stock)).hasMessage("Volume v already exists");
    }

    @Test
    void aVolumeOfThePoolWithTheSameIdIsInTheWay() throws Exception {
        adoption.adopt("v", stock);
        Files.move(stock.resolve("vols/v"), stock.resolve("vols/w"));
        for (var number : List.of("1", "3")) {
            var file = stock.resolve("vols/w/bricks/192.0.2.1:-srv-b-" + number);
            Files.writeString(file, Files.readString(file).replace("v-client", "w-client"));
        }
        assertThatThrownBy(() -> adoption.adopt("w", stock))
                .hasMessage("Volume v has the id " + ID + " already");
    }

    @Test
    void aBrickOfAnotherVolumeIsNotTaken() throws Exception {
        mark("3", SELF);
        refused("belongs to volume-id " + SELF + ", not " + ID);
    }

    @Test
    void aBrickThatIsGoneIsNotTaken() throws Exception {
        Files.delete(temp.resolve("b/3"));
        refused("/b/3 is not there");
    }

    @Test
    void aBrickWithoutMarkIsNotTaken() throws Exception {
        Files.delete(temp.resolve("b/3"));
        Files.createDirectory(temp.resolve("b/3"));
        refused("/b/3 has no volume's id, not " + ID);
    }

    /** This JVM stands for a brick's process: it is called java and holds the directory. */
    @Test
    void aBrickThatIsServedIsNotTaken() throws Exception {
        assumeTrue(Files.readString(Path.of("/proc/self/comm")).strip().equals("java"));
        var handles = Files.createDirectory(temp.resolve("b/3/.glusterfs"));
        try (var held = Files.newDirectoryStream(handles)) {
            refused("is served by process " + ProcessHandle.current().pid());
            assertThat(held.iterator().hasNext()).isFalse();
        }
    }

    @Test
    void aNodeOutsideThePoolIsNamed() throws Exception {
        edit("bricks/192.0.2.1:-srv-b-3", "hostname=192.0.2.1", "hostname=198.51.100.9");
        refused("Host 198.51.100.9 is not in 'Peer in Cluster' state");
    }

    @Test
    void anOptionThatWeDoNotKnowIsNamed() throws Exception {
        edit("info", "network.ping-timeout=21", "network.no-such-thing=21");
        refused("network.no-such-thing");
    }

    @Test
    void namesCannotLeaveTheDirectory() {
        assertThatThrownBy(() -> adoption.adopt("../v", stock))
                .hasMessageContaining("Volume names can only contain");
        assertThatThrownBy(() -> adoption.adopt("v", Path.of("stock")))
                .hasMessage("the directory must be absolute: stock");
    }
}
