package org.glusterj.management.volgen;

import java.util.HashMap;
import java.util.Map;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.ValueText;

/** Settings of a volume as they are in its graphs where those differ from what was set: facts of 10.3. */
final class ClientSettings {
    private static final String CACHE = "performance.rda-cache-limit";
    private static final String REQUEST = "performance.rda-request-size";
    private static final long REQUEST_BYTES_MIN = 4096;

    private final Volume volume;
    private final Map<String, String> settings;

    private ClientSettings(Volume volume) {
        this.volume = volume;
        this.settings = new HashMap<>(volume.options());
    }

    /** For clients. @throws VolgenException when the cache of parallel-readdir has no size to divide */
    static Map<String, String> client(Volume volume) throws VolgenException {
        var client = new ClientSettings(volume);
        client.groups();
        client.squash();
        client.shareReaddirCache();
        return client.settings;
    }

    /** For the self-heal daemon: it heals whatever the clients do. */
    static Map<String, String> heal(Volume volume) {
        var settings = new HashMap<>(volume.options());
        settings.put("cluster.background-self-heal-count", "0");
        settings.put("cluster.data-self-heal", "on");
        settings.put("cluster.metadata-self-heal", "on");
        settings.put("cluster.entry-self-heal", "on");
        var own =
                volume.shape().disperse() > 1
                        ? "cluster.disperse-self-heal-daemon"
                        : "cluster.self-heal-daemon";
        settings.putIfAbsent(own, "enable");
        return settings;
    }

    /** A brick that looks up groups itself need not be sent any. */
    private void groups() {
        settings.put("client.send-gids", isOn("server.manage-gids") ? "false" : "true");
    }

    /** Behind a squashing server reads must not go before the open, which is who may read. */
    private void squash() {
        if (settings.containsKey("server.root-squash")
                && (isOn("server.root-squash") || isOn("performance.read-after-open"))) {
            settings.put("performance.read-after-open", "yes");
        }
    }

    /** Under distribute each subvolume's reader gets its part of the cache; a request is not larger than that. */
    private void shareReaddirCache() throws VolgenException {
        int parts = volume.distribution();
        if (parts <= 1
                || !isOn("performance.parallel-readdir")
                || !isOn("performance.readdir-ahead")) {
            return;
        }
        long cache = bytes(CACHE) / parts;
        long request = bytes(REQUEST);
        if (cache < request) {
            cache = Math.max(cache, REQUEST_BYTES_MIN);
            settings.put(REQUEST, cache + "B");
        }
        settings.put(CACHE, cache + "B");
    }

    private long bytes(String key) throws VolgenException {
        var text = Options.effective(settings, key).orElseThrow();
        var bytes = ValueText.bytes(text).filter(size -> size.signum() > 0);
        return bytes.orElseThrow(
                        () ->
                                new VolgenException(
                                        "option " + key + " " + text + ": not a size above 0"))
                .longValueExact();
    }

    private boolean isOn(String key) {
        return Options.effective(settings, key).flatMap(ValueText::truth).orElse(false);
    }
}
