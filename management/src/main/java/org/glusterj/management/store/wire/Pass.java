package org.glusterj.management.store.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a member proves itself with.
 *
 * @param pool the pool's id
 * @param secret of {@link #SECRET_BYTES}, known to members only
 * @param name the member's own
 */
public record Pass(UUID pool, byte[] secret, String name) {
    public static final int SECRET_BYTES = 32;
    static final int NONCE_BYTES = 32;
    static final int PROOF_BYTES = 32;

    public Pass {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
        }
    }

    /** @param word tells the two directions apart, so that a proof cannot be sent back */
    byte[] proof(String word, String from, String to, byte[] callerNonce, byte[] calledNonce)
            throws IOException {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            for (var text : new String[] {word, pool.toString(), from, to}) {
                mac.update(text.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            mac.update(callerNonce);
            mac.update(calledNonce);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IOException("no HMAC-SHA-256 in this Java", e);
        }
    }

    @Override
    public String toString() {
        return name + " of pool " + pool;
    }
}
