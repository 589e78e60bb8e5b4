package org.glusterj.cli.gluster.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a request over TCP proves itself with, as GlusterD-2's clients do: a JSON Web Token, HS256 with the pool's
 * secret; {@code iss} is {@code glustercli}, {@code exp} the second it ends, {@code qsh} the SHA-256 of {@code
 * METHOD&PATH} in hex. Immutable.
 *
 * @param secret the octets of the file {@code auth} in the manager's working directory
 */
public record Token(byte[] secret, InstantSource clock) {
    private static final long LIFE_SECONDS = 120;
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    /** @param path with {@code /v1}, without the query */
    String header(String method, String path) {
        var claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", "glustercli");
        claims.put("exp", clock.instant().getEpochSecond() + LIFE_SECONDS);
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest((method + "&" + path).getBytes(UTF_8));
            claims.put("qsh", HexFormat.of().formatHex(hash));
            var encoder = Base64.getUrlEncoder().withoutPadding();
            var signed =
                    encoder.encodeToString(HEADER.getBytes(UTF_8))
                            + "."
                            + encoder.encodeToString(Json.write(claims).getBytes(UTF_8));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var signature = encoder.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
            return "bearer " + signed + "." + signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
