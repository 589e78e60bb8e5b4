package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.linux.StatBuf;
import org.glusterj.storage.layout.GoldenBrick;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Repeats the operations that were captured on a stock brick, with the gfids of the capture, and compares what is on
 * disk after each step: every path, type, mode, owner, link count, target, device, xattr name and value. Stored times
 * are compared by presence and length, DHT's layout is left out.
 */
class GoldenReplayTest {
    private static final int NOW =
            OpTime.CTIME | OpTime.MTIME | OpTime.ATIME | OpTime.PARENT_CTIME | OpTime.PARENT_MTIME;

    private Rig rig;
    private GoldenBrick golden;
    private String step;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start().at(1_800_000_000, 5, NOW);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private void begin(String name) throws Exception {
        step = name;
        golden = GoldenBrick.read(name);
    }

    private void same() {
        assertThat(BrickDump.of(rig.directory.toString()))
                .as("brick after " + step)
                .containsExactlyInAnyOrderEntriesOf(BrickDump.of(golden));
    }

    private Inode parent(String path) throws FopException {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? rig.root() : rig.walk(path.substring(0, slash));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Xdata request(String path) {
        return Xdata.EMPTY.withGfid("gfid-req", golden.gfid(path));
    }

    private Inode mkdir(String path) throws FopException {
        return mkdir(path, golden.mode(path) & 0777);
    }

    private Inode mkdir(String path, int mode) throws FopException {
        var loc = Loc.entry(parent(path), name(path));
        return rig.link(loc, rig.call(new Fop.Mkdir(loc, mode, 0, request(path))).iatt());
    }

    private void file(String path, String content) throws FopException {
        file(path, golden.gfid(path), golden.mode(path), content);
    }

    private void file(String path, Gfid gfid, int mode, String content) throws FopException {
        var loc = Loc.entry(parent(path), name(path));
        try (var fd = rig.graph().inodes().newFd(loc.inode(), 2)) {
            var xdata = Xdata.EMPTY.withGfid("gfid-req", gfid);
            var reply = rig.call(new Fop.Create(loc, 0102, 0100000 | mode, 0, fd, xdata));
            fd.rebind(rig.link(loc, reply.iatt()));
            if (!content.isEmpty()) {
                rig.write(fd, 0, content);
            }
        }
    }

    private void hardlink(String from, String to) throws FopException {
        var loc = Loc.entry(parent(to), name(to));
        rig.call(new Fop.Link(Loc.of(rig.walk(from)), loc, Xdata.NULL));
    }

    private void node(String path, FileType type, long device) throws FopException {
        var loc = Loc.entry(parent(path), name(path));
        int mode = type.bits() | golden.mode(path);
        rig.call(new Fop.Mknod(loc, mode, device, 0, request(path)));
    }

    private void move(String from, String to) throws FopException {
        rig.rename(parent(from), name(from), parent(to), name(to));
    }

    private void attributes(String path, Iatt.Builder wanted, int valid) throws FopException {
        var loc = Loc.of(rig.walk(path));
        rig.call(new Fop.Setattr(loc, wanted.build(), valid, Xdata.NULL));
    }

    private void xattr(String path, String... keys) throws FopException {
        var dict = Xdata.EMPTY;
        for (var key : keys) {
            var hex = GoldenBrick.xattrs(golden.get(path)).get(key);
            dict = dict.withBytes(key, HexFormat.of().parseHex(hex));
        }
        rig.call(new Fop.Setxattr(Loc.of(rig.walk(path)), dict, 0, Xdata.NULL));
    }

    @Test
    void everyStepLeavesTheBytesOfStock() throws Exception {
        begin("01-after-start");
        same();
        mount();
        createAndLink();
        special();
        renames();
        changes();
        names();
        removals();
    }

    private void mount() throws Exception {
        begin("02-after-mount");
        var times = new XdataValue.MdataValue(new Mdata(1, 2, 3, 4, 5, 6));
        var dict = Xdata.EMPTY.with("set-ctime-mdata", times);
        rig.call(new Fop.Setxattr(Loc.of(rig.root()), dict, 0, Xdata.NULL));
        same();
    }

    private void createAndLink() throws Exception {
        begin("03-create");
        file("file1", "hello\n");
        mkdir("dirA");
        mkdir("dirA/dirB");
        mkdir("dirA/dirB/dirC");
        file("dirA/dirB/dirC/deep", "x\n");
        same();
        begin("04-links");
        hardlink("file1", "hard1");
        hardlink("file1", "dirA/hard2");
        var loc = Loc.entry(rig.root(), "sym1");
        rig.call(new Fop.Symlink(loc, "../target/path", 0, request("sym1")));
        same();
    }

    private void special() throws Exception {
        begin("05-special");
        node("fifo", FileType.FIFO, 0);
        node("chr", FileType.CHARACTER, StatBuf.makedev(5, 1));
        node("blk", FileType.BLOCK, StatBuf.makedev(7, 3));
        node("sock", FileType.SOCKET, 0);
        same();
    }

    private void renames() throws Exception {
        begin("06-rename");
        move("dirA/dirB", "dirMoved");
        move("hard1", "hard1renamed");
        move("dirA/hard2", "dirMoved/hard2");
        same();
        begin("07-rename-over");
        file("victim", rig.newGfid(), 0644, "");
        file("winner", golden.gfid("victim"), 0644, "");
        move("winner", "victim");
        same();
    }

    private void changes() throws Exception {
        begin("08-setattr");
        attributes("file1", new Iatt.Builder().mode(04755), SetattrMask.MODE);
        var owner = new Iatt.Builder().uid(1001).gid(1002);
        attributes("dirMoved/dirC/deep", owner, SetattrMask.UID | SetattrMask.GID);
        var times = new Iatt.Builder().atime(981173106, 5).mtime(981173106, 5);
        attributes("victim", times, SetattrMask.ATIME | SetattrMask.MTIME);
        attributes("sym1", new Iatt.Builder().atime(1262304000, 0), SetattrMask.ATIME);
        same();
        begin("09-xattr-acl-setgid");
        xattr("file1", "security.custom", "trusted.mine", "user.color", "user.empty");
        xattr("dirMoved", "system.posix_acl_access", "system.posix_acl_default");
        file("dirMoved/inherits", "");
        mkdir("dirMoved/inhdir");
        attributes("dirA", new Iatt.Builder().gid(1005), SetattrMask.GID);
        attributes("dirA", new Iatt.Builder().mode(02775), SetattrMask.MODE);
        file("dirA/sgidfile", "");
        mkdir("dirA/sgiddir", 0755);
        same();
    }

    private void names() throws Exception {
        begin("10-names-sparse");
        for (var path : golden.objects().keySet()) {
            boolean isNew = !path.contains("/") && !path.startsWith(".gluster") && isMissing(path);
            if (isNew) {
                long size = (Long) golden.get(path).get("size");
                file(path, "");
                rig.call(new Fop.Truncate(Loc.of(rig.walk(path)), size, Xdata.NULL));
            }
        }
        same();
    }

    private boolean isMissing(String path) {
        var file = rig.directory + "/" + path;
        return rig.sys.statx(-100, file, 0x100, Spot.STAT_MASK, new StatBuf()) < 0;
    }

    private void removals() throws Exception {
        begin("11-unlink");
        rig.unlink(rig.root(), "hard1renamed");
        rig.unlink(rig.root(), "blk");
        rig.call(new Fop.Rmdir(Loc.entry(rig.walk("dirMoved"), "inhdir"), 0, Xdata.NULL));
        same();
        begin("12-unlink-while-open");
        Fd open = rig.open(rig.walk("victim"), 0);
        rig.unlink(rig.root(), "victim");
        same();
        begin("13-after-close");
        open.close();
        same();
    }
}
