package org.glusterj.management.webhook;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of webhooks, 106320 to 106329. */
enum WebhookMessage implements Message {
    HOOK_FAILS(106320, Level.WARN, "a webhook does not take an event yet", "url", "why"),
    HOOK_TAKES(106321, Level.INFO, "a webhook takes events again", "url", "sequence"),
    HOOK_REFUSES(106322, Level.WARN, "a webhook refused an event", "url", "event", "status"),
    HOOK_MISSED(106323, Level.WARN, "a webhook missed events", "url", "from", "to"),
    HOOK_BUG(106324, Level.ERROR, "sending to a webhook failed", "url");

    private final Text text;

    WebhookMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
