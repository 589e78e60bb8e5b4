package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import org.glusterj.gfapi.Volume;

/**
 * What {@code FileSystems.newFileSystem(uri, env)} understands, every value as text or number: {@code timeout} (seconds
 * until mounting fails), {@code uid}, {@code gid}, {@code groups} (comma-separated; on whose behalf calls are made,
 * default root), {@code umask} (octal text, default 022), {@code backup-hosts} (comma-separated). Unknown keys are
 * refused.
 */
final class MountOptions {
    private MountOptions() {}

    static Volume mount(GlusterUri location, Map<String, ?> env) throws IOException {
        throw new FileSystemException(
                location.key(), null, "mounting comes with the management client");
    }
}
