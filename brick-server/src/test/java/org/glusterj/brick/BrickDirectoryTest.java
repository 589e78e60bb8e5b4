package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link BrickDirectory} takes as a brick, over attributes kept in a map. */
class BrickDirectoryTest {
    private static final UUID FRESH = UUID.fromString("b08ed069-1017-4d8e-9e2f-af35a19db063");
    private static final UUID OTHER = UUID.fromString("11111111-2222-4333-8444-555555555555");

    @TempDir private Path temp;
    private Path brick;
    private final Map<String, byte[]> attributes = new HashMap<>();
    private int refuseWith;

    @BeforeEach
    void makeDirectory() throws IOException {
        brick = Files.createDirectory(temp.resolve("brick"));
    }

    /** Just the two calls a brick directory makes. */
    private Syscalls syscalls() {
        return (Syscalls)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Syscalls.class},
                        (proxy, method, args) ->
                                switch (method.getName()) {
                                    case "lgetxattr" ->
                                            get(args[0] + " " + args[1], (byte[]) args[2]);
                                    case "lsetxattr" ->
                                            set(args[0] + " " + args[1], (byte[]) args[2]);
                                    default -> throw new AssertionError(method);
                                });
    }

    private int get(String key, byte[] into) {
        if (refuseWith != 0) {
            return -refuseWith;
        }
        var value = attributes.get(key);
        if (value == null) {
            return -LinuxErrno.ENODATA;
        }
        System.arraycopy(value, 0, into, 0, Math.min(into.length, value.length));
        return value.length;
    }

    private int set(String key, byte[] value) {
        attributes.put(key, value.clone());
        return 0;
    }

    private static byte[] raw(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private void refuses(Path directory, boolean force, String words) {
        assertThatThrownBy(() -> new BrickDirectory(syscalls(), directory).adopt(FRESH, force))
                .isInstanceOf(BrickException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(directory.getFileName().toString());
    }

    @Test
    void anEmptyDirectoryGetsAnIdAsSixteenRawBytes() throws BrickException {
        assertThat(new BrickDirectory(syscalls(), brick).adopt(FRESH, false)).isEqualTo(FRESH);
        assertThat(attributes.get(brick + " trusted.glusterfs.volume-id")).isEqualTo(raw(FRESH));
    }

    @Test
    void aBrickKeepsItsId() throws BrickException, IOException {
        Files.createFile(brick.resolve("content"));
        attributes.put(brick + " trusted.glusterfs.volume-id", raw(OTHER));
        assertThat(new BrickDirectory(syscalls(), brick).adopt(FRESH, false)).isEqualTo(OTHER);
        assertThat(attributes.get(brick + " trusted.glusterfs.volume-id")).isEqualTo(raw(OTHER));
    }

    @Test
    void contentWithoutAnIdIsTakenOnlyByForce() throws IOException, BrickException {
        Files.createDirectory(brick.resolve("lost+found"));
        new BrickDirectory(syscalls(), brick).adopt(FRESH, false);
        attributes.clear();
        Files.createFile(brick.resolve("content"));
        refuses(brick, false, "--force");
        assertThat(attributes).isEmpty();
        assertThat(new BrickDirectory(syscalls(), brick).adopt(FRESH, true)).isEqualTo(FRESH);
    }

    @Test
    void whatIsNotADirectoryIsNamedAsSuch() throws IOException {
        refuses(temp.resolve("nothing"), false, "does not exist");
        refuses(Files.createFile(temp.resolve("file")), false, "is not a directory");
    }

    @Test
    void aDirectoryInsideABrickIsRefused() {
        attributes.put(temp + " trusted.gfid", raw(OTHER));
        refuses(brick, true, "lies inside the brick " + temp);
    }

    @Test
    void missingAttributesAndRightsAreToldApart() {
        refuseWith = LinuxErrno.EOPNOTSUPP;
        refuses(brick, true, "no trusted extended attributes");
        refuseWith = LinuxErrno.EPERM;
        refuses(brick, true, "must be served by root");
        refuseWith = LinuxErrno.EIO;
        refuses(brick, true, "Input/output error");
    }

    @Test
    void anIdOfAnotherSizeIsNoId() {
        attributes.put(brick + " trusted.glusterfs.volume-id", new byte[15]);
        refuses(brick, true, "has 15 bytes instead of 16");
    }
}
