package org.glusterj.features.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk does to an index. */
class IndexFilesTest {
    private final Random random = new Random(1);

    /** Links that succeed until the file system says that a file has enough of them. */
    private final AtomicInteger links = new AtomicInteger(Integer.MAX_VALUE);

    /** What the link after that answers. */
    private int answer = -LinuxErrno.EMLINK;

    @TempDir Path directory;
    private IndexFiles files;
    private Syscalls sys;

    @BeforeEach
    void open() throws Exception {
        sys = disk();
        files = run();
    }

    private IndexFiles run() throws Exception {
        var fresh = new IndexFiles(sys, directory.resolve("indices").toString(), random);
        fresh.open("index");
        return fresh;
    }

    @AfterEach
    void close() {
        files.close();
    }

    private Syscalls disk() {
        return (Syscalls)
                Proxy.newProxyInstance(
                        Syscalls.class.getClassLoader(),
                        new Class<?>[] {Syscalls.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("linkat") && links.get() <= 0) {
                                links.set(Integer.MAX_VALUE);
                                return answer;
                            }
                            try {
                                var result = method.invoke(Syscalls.system(), arguments);
                                if (method.getName().equals("linkat") && result.equals(0)) {
                                    links.decrementAndGet();
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private List<String> names(String list) throws IOException {
        try (var names = Files.list(directory.resolve("indices").resolve(list))) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> bases() throws IOException {
        return names("xattrop").stream().filter(IndexList.PENDING::isBase).toList();
    }

    @Test
    void aBaseFileWithAllLinksThereCanBeIsFollowedByAnother() throws Exception {
        var gfids = List.of(Gfid.random(random), Gfid.random(random), Gfid.random(random));
        links.set(2);
        for (var gfid : gfids) {
            assertThat(files.add(IndexList.PENDING, gfid)).isZero();
        }
        assertThat(bases()).hasSize(2);
        assertThat(names("xattrop"))
                .contains(gfids.stream().map(Gfid::toString).toArray(String[]::new));
    }

    @Test
    void aFullDiskIsToldAndLeavesNothingBehind() throws Exception {
        links.set(0);
        answer = -LinuxErrno.ENOSPC;
        assertThat(files.add(IndexList.PENDING, Gfid.random(random))).isEqualTo(-LinuxErrno.ENOSPC);
        assertThat(names("xattrop")).isEmpty();
    }

    @Test
    void entriesOfARunStayInTheNext() throws Exception {
        var gfid = Gfid.random(random);
        files.add(IndexList.PENDING, gfid);
        var old = bases().getFirst();
        files.close();

        files = run();
        var listing = new IndexListing(sys, files);
        assertThat(listing.count(IndexList.PENDING)).isEqualTo(1);
        assertThat(files.add(IndexList.PENDING, gfid)).isZero();
        assertThat(files.add(IndexList.PENDING, Gfid.random(random))).isZero();
        assertThat(bases()).hasSize(2).contains(old);

        files.remove(IndexList.PENDING, gfid);
        var entries = listing.read("xattrop", IndexList.PENDING, 0, 4096).entries();
        assertThat(entries).as("beside . and ..").hasSize(3);
        assertThat(bases()).as("the old base file without entries").hasSize(1).doesNotContain(old);
    }

    @Test
    void listsChangeOnlyWhenEntriesDo() {
        var gfid = Gfid.random(random);
        long before = files.changes(IndexList.PENDING);
        assertThat(files.remove(IndexList.PENDING, gfid)).isZero();
        assertThat(files.changes(IndexList.PENDING)).isEqualTo(before);
        files.add(IndexList.PENDING, gfid);
        long added = files.changes(IndexList.PENDING);
        assertThat(added).isNotEqualTo(before);
        files.add(IndexList.PENDING, gfid);
        assertThat(files.changes(IndexList.PENDING)).isEqualTo(added);
    }
}
