package org.glusterj.management.webhook;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whom to tell of events.
 *
 * @param token sent as it is; empty: none
 * @param secret of the JSON Web Token that is sent instead; empty: none
 */
public record Webhook(String url, String token, String secret) {
    private static final int URL_MAX = 2048;
    private static final int SECRET_MAX = 4096;

    public Webhook {
        token = token == null ? "" : token;
        secret = secret == null ? "" : secret;
    }

    /** What is wrong with it, or null. */
    public String fault() {
        if (url == null || url.isEmpty()) {
            return "Webhook Url is required field";
        }
        if (url.length() > URL_MAX || token.length() > SECRET_MAX || secret.length() > SECRET_MAX) {
            return "the URL, the token or the secret of the webhook is too long";
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return "the token of the webhook cannot be sent in a header";
        }
        try {
            var uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null
                    ? null
                    : "the URL of the webhook is not http or https with a host";
        } catch (URISyntaxException e) {
            return "the URL of the webhook: " + e.getMessage();
        }
    }
}
