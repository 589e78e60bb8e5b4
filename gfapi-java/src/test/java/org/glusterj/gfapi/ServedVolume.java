package org.glusterj.gfapi;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.glusterj.brick.ServeOptions;
import org.glusterj.brick.Serving;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.Assumptions;

/** A server of one volume "vol" in this process, on a brick directory of its own; needs root for the brick's xattrs. */
public final class ServedVolume implements AutoCloseable {
    public static final String HOST = "127.0.0.1";
    public static final String VOLUME = "vol";

    private final Path brick;
    private Serving serving;
    private int port;
    private int brickPort;

    private ServedVolume(Path brick) {
        this.brick = brick;
    }

    public static ServedVolume start() throws Exception {
        Assumptions.assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "SKIPPED: serving a brick needs root");
        var brick = Files.createTempDirectory("gfapi-brick");
        // It is the volume's root, which other users have to get through.
        Files.setPosixFilePermissions(brick, PosixFilePermissions.fromString("rwxr-xr-x"));
        var served = new ServedVolume(brick);
        served.serve();
        return served;
    }

    private void serve() throws Exception {
        var options =
                ServeOptions.parse(
                        new String[] {
                            "--volume", VOLUME + "=" + brick,
                            "--listen", HOST + ":" + port,
                            "--brick-port", Integer.toString(brickPort)
                        });
        serving = Serving.start(options, SystemEnvironment.get());
        port = serving.managementAddress().getPort();
        brickPort = serving.brickAddress().getPort();
    }

    /** Ends the server and starts it again on the same ports. */
    public void restart() throws Exception {
        stop();
        serve();
    }

    public void stop() {
        serving.close();
    }

    public int port() {
        return port;
    }

    public Path brick() {
        return brick;
    }

    public VolumeBuilder mounting() {
        return Volume.builder().host(HOST).port(port).volume(VOLUME);
    }

    @Override
    public void close() throws IOException {
        serving.close();
        Files.walkFileTree(
                brick,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
