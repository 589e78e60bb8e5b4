package org.glusterj.management.volume;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.DeflaterInputStream;
import java.util.zip.InflaterInputStream;
import org.glusterj.management.Json;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;
import tools.jackson.core.type.TypeReference;

/**
 * Has a node ask its bricks. Answers go through the store, so they are packed, and bounded as all that goes there is.
 * One brick that does not answer does not keep the others from it. Thread-safe.
 */
final class AskBricks implements Action {
    static final String NAME = "bricks.ask";

    /** More is no answer but an attack, or a bug. */
    private static final int MAX_BYTES = 16 << 20;

    /** @param bricks by number, all of one node */
    record Arguments(UUID volume, Set<Integer> bricks, Question question) {}

    /**
     * What one brick said.
     *
     * @param json null when it did not
     * @param why it did not
     */
    record Told(String json, String why) {}

    private final Bricks bricks;

    AskBricks(Bricks bricks) {
        this.bricks = bricks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) {
        var asked = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        return pack(Json.MAPPER.writeValueAsBytes(ask(bricks, asked)));
    }

    static Map<Integer, Told> ask(Bricks bricks, Arguments asked) {
        var all = new TreeMap<Integer, Told>();
        for (int number : asked.bricks()) {
            try {
                all.put(number, new Told(bricks.ask(asked.volume(), number, asked.question()), ""));
            } catch (ActionException e) {
                all.put(number, new Told(null, String.valueOf(e.getMessage())));
            }
        }
        return all;
    }

    static Map<Integer, Told> decode(String answer) {
        return Json.MAPPER.readValue(unpack(answer), new TypeReference<>() {});
    }

    private static String pack(byte[] bytes) {
        try (var in = new DeflaterInputStream(new ByteArrayInputStream(bytes))) {
            return Base64.getEncoder().encodeToString(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpack(String text) {
        var packed = new ByteArrayInputStream(Base64.getDecoder().decode(text));
        try (var in = new InflaterInputStream(packed)) {
            var out = new ByteArrayOutputStream();
            out.write(in.readNBytes(MAX_BYTES));
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void undo(Call call) {}
}
