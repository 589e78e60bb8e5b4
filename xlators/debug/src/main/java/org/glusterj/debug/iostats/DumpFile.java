package org.glusterj.debug.iostats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Name;

/**
 * Where {@code trusted.io-stats-dump} writes. Only root may ask. The file always lies in one directory; root of this
 * host, who could write it anyway, chooses its name, and a caller from the network does not: its dumps overwrite one
 * file per node, so that nobody fills a brick's disk or picks a path by a claimed uid.
 */
record DumpFile(Path directory, String node) {
    private static final String REMOTE_NAME = "io-stats";

    /** @throws FopException EPERM for users, EINVAL for an impossible name */
    Path choose(Caller caller, String wanted) throws FopException {
        if (!caller.isRoot()) {
            throw new FopException(Errno.EPERM);
        }
        boolean local = caller.client().equals(ClientId.LOCAL);
        var name = local ? Name.toText(wanted).replace('/', '-') : REMOTE_NAME;
        if (name.isBlank()
                || name.startsWith(".")
                || name.length() > 200
                || name.indexOf('\0') >= 0) {
            throw new FopException(Errno.EINVAL);
        }
        return directory.resolve(name + "." + node.replace('/', '-'));
    }

    void write(Path file, String text) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                file,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }
}
