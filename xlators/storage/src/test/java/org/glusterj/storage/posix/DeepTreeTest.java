package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Fop;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Directories beyond what one chain of symlinks, or one path, can name. */
class DeepTreeTest {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Inode descend(int levels, String name) throws Exception {
        var at = rig.root();
        for (int i = 0; i < levels; i++) {
            at = rig.mkdir(at, name);
        }
        return at;
    }

    @Test
    void gfidsBelowFortyDirectoriesAreFoundAfterARestart() throws Exception {
        var deep = descend(150, "d");
        var file = rig.file(deep, "f", "x").gfid();
        var directory = deep.gfid();
        rig.restart();
        var inode = rig.graph().inodes().obtainPinned(directory);
        assertThat(rig.stat(inode).isDirectory()).isTrue();
        assertThat(rig.lookup(inode, "f").iatt().gfid()).isEqualTo(file);
        inode.unpin();
    }

    @Test
    void pathsLongerThanTheKernelTakesWork() throws Exception {
        var name = "x".repeat(250);
        var deep = descend(60, name);
        rig.file(deep, "f", "x");
        var directory = deep.gfid();
        rig.restart();
        var inode = rig.graph().inodes().obtainPinned(directory);
        assertThat(rig.lookup(inode, "f").iatt().size()).isEqualTo(1);
        rig.rename(inode, "f", rig.root(), "f");
        assertThat(rig.path("f")).exists();
        inode.unpin();
        remove(60, name);
    }

    /** Java's own file walk cannot reach what lies this deep. */
    private void remove(int levels, String name) throws Exception {
        for (int depth = levels; depth > 0; depth--) {
            var at = rig.root();
            for (int i = 1; i < depth; i++) {
                at = rig.find(at, name);
            }
            rig.call(new Fop.Rmdir(Loc.entry(at, name), 0, Xdata.NULL));
        }
    }
}
