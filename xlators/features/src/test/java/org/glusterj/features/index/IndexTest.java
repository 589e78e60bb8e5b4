package org.glusterj.features.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexTest extends XlatorContract {
    private static final byte[] ONE = {0, 0, 0, 1};

    private Loc file;

    @Override
    protected String type() {
        return "features/index";
    }

    @Override
    protected Map<String, String> options() {
        return Map.of(
                "index-base", "/b/.glusterfs/indices",
                "xattrop-pending-watchlist", "trusted.afr.v-",
                "xattrop-dirty-watchlist", "trusted.afr.dirty");
    }

    @Override
    protected Record defaults() {
        return new Index.Options("", "", "", "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "index-base", "/b",
                "xattrop-pending-watchlist", "trusted.afr.v-",
                "xattrop-dirty-watchlist", "trusted.afr.dirty",
                "xattrop64-watchlist", "trusted.ec.dirty");
    }

    @Override
    protected Record others() {
        return new Index.Options("/b", "trusted.afr.v-", "trusted.afr.dirty", "trusted.ec.dirty");
    }

    @BeforeEach
    void knowAFile() {
        file = Loc.of(fixture.file("f"));
    }

    private void refuses(Fop<?> op) {
        assertThatThrownBy(() -> fixture.call(op))
                .isInstanceOfSatisfying(
                        FopException.class,
                        why -> assertThat(why.errno()).isSameAs(Errno.EOPNOTSUPP));
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void watchedCountersCannotBeChanged() {
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            var pending = Xdata.EMPTY.withBytes("trusted.afr.v-client-1", ONE);
            refuses(new Fop.Xattrop(file, 0, pending, Xdata.NULL));
            refuses(new Fop.Fxattrop(fd, 0, pending, Xdata.NULL));
            refuses(
                    new Fop.Xattrop(
                            file, 0, Xdata.EMPTY.withBytes("trusted.afr.dirty", ONE), Xdata.NULL));
        }
    }

    @Test
    void watchedCountersCanBeRead() throws Exception {
        var zeros = Xdata.EMPTY.withBytes("trusted.afr.dirty", new byte[12]);
        fixture.call(new Fop.Xattrop(file, 0, zeros, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.XATTROP)).hasSize(1);
    }

    @Test
    void otherCountersPass() throws Exception {
        var size = Xdata.EMPTY.withBytes("trusted.glusterfs.shard.file-size", ONE);
        fixture.call(new Fop.Xattrop(file, 1, size, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.XATTROP)).hasSize(1);
    }

    @Test
    void theVirtualDirectoriesAreNotThere() {
        refuses(new Fop.Getxattr(file, "glusterfs.xattrop_index_gfid", Xdata.NULL));
    }
}
