package org.glusterj.fuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Environment;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.linux.DeviceSyscalls;

/**
 * The jnr backend: libfuse 2 speaks with the kernel and hands paths to {@link JnrFileSystem}. libfuse's loop runs on a
 * thread of its own and ends when the mount is gone. Owns that thread and the open handles; borrows the graph.
 * Classes of jnr are touched by {@link #mount} first, so that the raw backend runs without them.
 */
public final class JnrBackend implements MountBackend {
    private static final Log LOG = Log.of(JnrBackend.class);
    private static final int MOUNT_SECONDS = 20;
    private static final int POLL_MILLIS = 2_000;
    private static final int END_MILLIS = 5_000;

    private final MountPoint point;
    private final String source;
    private final Mount mount;
    private final MountOptions options;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean serving;
    private volatile int result;
    private Thread loop;
    private boolean closed;

    /**
     * @param graph activated and up
     * @param source what /proc/mounts shows, host:/volume
     * @param directory absolute path of the mount point, a byte string
     */
    public JnrBackend(
            LiveGraph graph,
            Environment environment,
            MountOptions options,
            String source,
            String directory) {
        this.source = source;
        this.options = options;
        point = new MountPoint(directory);
        mount = new Mount(graph, environment, options.config());
    }

    @Override
    public void mount() throws IOException {
        refuseUnable();
        point.check();
        var files = load();
        var arguments = arguments();
        loop = new Thread(() -> serve(files, arguments), "libfuse");
        loop.setDaemon(true);
        loop.start();
        boolean inTime;
        try {
            inTime = answered.await(MOUNT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        if (!inTime || !serving) {
            if (point.carriesOurs()) {
                point.unmount();
            }
            throw new IOException(
                    inTime
                            ? "libfuse could not mount on " + point.directory() + ": " + result
                            : "libfuse did not mount within " + MOUNT_SECONDS + " seconds");
        }
        point.recognise();
        LOG.say(FuseMessage.MOUNTED, source, point.directory(), "libfuse2", "");
    }

    /** What would change the meaning of the mount and libfuse 2 cannot do. */
    private void refuseUnable() throws IOException {
        if (mount.config().acl() || mount.config().writebackCache()) {
            throw new IOException(
                    "the backend jnr has neither acl nor kernel-writeback-cache; use raw");
        }
    }

    private JnrFileSystem load() throws IOException {
        try {
            return new JnrFileSystem(mount, this::served);
        } catch (LinkageError | RuntimeException e) {
            throw new IOException(
                    "the backend jnr needs libfuse.so.2 (package libfuse2 or fuse-libs): " + e, e);
        }
    }

    /** libfuse answers INIT next: what is asked of the mount point from now on waits for that. */
    private void served() {
        serving = true;
        answered.countDown();
    }

    private void serve(JnrFileSystem files, String[] arguments) {
        try {
            result = files.serve(arguments);
        } catch (RuntimeException | Error e) {
            LOG.say(FuseMessage.READ_FAILED, e.toString());
            result = -1;
        } finally {
            answered.countDown();
        }
    }

    private String[] arguments() {
        var words = new ArrayList<>(List.of("glusterj", "-f"));
        for (var option : fuseOptions()) {
            words.add("-o");
            words.add(option);
        }
        words.add(Name.toText(point.directory()));
        return words.toArray(String[]::new);
    }

    /** For libfuse and the kernel. */
    private List<String> fuseOptions() {
        var config = mount.config();
        var list =
                new ArrayList<>(
                        List.of(
                                "fsname=" + escaped(Name.toText(source)),
                                "subtype=" + MountPoint.SUBTYPE,
                                "allow_other",
                                "default_permissions",
                                "nonempty",
                                "use_ino",
                                "big_writes",
                                "attr_timeout=" + config.attributeTimeout().toMillis() / 1e3,
                                "entry_timeout=" + config.entryTimeout().toMillis() / 1e3,
                                "negative_timeout=" + config.negativeTimeout().toMillis() / 1e3));
        if (config.directIo()) {
            list.add("direct_io");
        } else if (config.keepCache()) {
            list.add("kernel_cache");
        } else if (config.autoInvalidate()) {
            list.add("auto_cache");
        }
        list.add(options.isReadOnly() ? "ro" : "rw");
        list.add(flag(DeviceSyscalls.MS_NOSUID) ? "nosuid" : "suid");
        list.add(flag(DeviceSyscalls.MS_NODEV) ? "nodev" : "dev");
        list.add(flag(DeviceSyscalls.MS_NOEXEC) ? "noexec" : "exec");
        list.add(flag(DeviceSyscalls.MS_NOATIME) ? "noatime" : "atime");
        return list;
    }

    private boolean flag(long bit) {
        return (options.mountFlags() & bit) != 0;
    }

    /** libfuse splits options at commas that no backslash precedes. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(",", "\\,");
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        while (!hasEnded(POLL_MILLIS)) {
            if (isGoneHere()) {
                if (!hasEnded(END_MILLIS)) {
                    LOG.say(FuseMessage.STILL_CONNECTED, point.directory());
                    point.abort();
                    hasEnded(END_MILLIS);
                }
                break;
            }
        }
        LOG.say(FuseMessage.ENDED, point.directory(), "libfuse's loop ended");
    }

    private boolean hasEnded(int millis) throws InterruptedException {
        loop.join(millis);
        return !loop.isAlive();
    }

    private boolean isGoneHere() {
        try {
            return !point.isMounted();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void unmount() {
        var why = point.unmount();
        if (why != null) {
            LOG.say(FuseMessage.UNMOUNT_FAILED, point.directory(), why);
        }
    }

    @Override
    public void close() {
        if (closed || !serving) {
            return;
        }
        closed = true;
        try {
            if (loop.isAlive()) {
                unmount();
                awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mount.close();
    }

    /** For tests: open handles. */
    Mount state() {
        return mount;
    }
}
