package org.glusterj.fuse;

import java.io.IOException;

/** The volfile as a management server gives it. */
final class VolfileFromServer implements VolfileSource {
    VolfileFromServer(MountSpec spec, int port) {}

    @Override
    public String fetch() throws IOException {
        throw new IOException("fetching a volfile from a server is not written yet");
    }

    @Override
    public void onChange(Runnable changed) {}

    @Override
    public String server() {
        return "";
    }

    @Override
    public void close() {}
}
