package org.glusterj.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A volfile in the local file system; it does not change while mounted. */
final class VolfileOnDisk implements VolfileSource {
    private final Path file;

    VolfileOnDisk(Path file) {
        this.file = file;
    }

    @Override
    public String fetch() throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("volfile " + file + ": No such file or directory");
        }
    }

    @Override
    public void onChange(Runnable changed) {}

    @Override
    public String server() {
        return file.toString();
    }

    @Override
    public void close() {}
}
