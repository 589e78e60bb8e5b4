package org.glusterj.management.webhook;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.event.Event;
import org.glusterj.management.transaction.Action;

/** A node's part in a test of a webhook: posts a {@code TEST}, answers the reason why it failed, or nothing. */
final class TestWebhook implements Action {
    static final String NAME = "webhook.test";

    private final HookSender sender;
    private final UUID self;
    private final InstantSource clock;

    TestWebhook(HookSender sender, UUID self, InstantSource clock) {
        this.sender = sender;
        this.self = self;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) {
        var hook = Json.MAPPER.readValue(call.arguments(), Webhook.class);
        var event = new Event("TEST", self, clock.instant().getEpochSecond(), Map.of());
        var why = sender.test(hook, event);
        return why == null ? "" : why;
    }

    @Override
    public void undo(Call call) {
        // A post cannot be taken back, and changes nothing here.
    }
}
