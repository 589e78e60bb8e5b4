package org.glusterj.management.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.glusterj.management.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The token of a request, a JSON Web Token as GlusterD-2's clients make it: HS256 with the secret of the working
 * directory's file {@code auth}; {@code iss} is {@code glustercli}, {@code exp} the second it ends, {@code qsh} the
 * SHA-256 of {@code METHOD&PATH} in hex, so that it is good for one path. Thread-safe.
 */
public final class Token {
    static final String ISSUER = "glustercli";

    /** Longest life that is accepted from now on, in seconds. */
    private static final long LIFE_MAX = 3600;

    private static final String SCHEME = "bearer ";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] secret;
    private final InstantSource clock;

    public Token(byte[] secret, InstantSource clock) {
        this.secret = secret.clone();
        this.clock = clock;
    }

    /** What a client sends in {@code Authorization}. */
    public String header(String method, String path, long lifeSeconds) {
        var claims = Json.MAPPER.createObjectNode();
        claims.put("iss", ISSUER);
        claims.put("exp", clock.instant().getEpochSecond() + lifeSeconds);
        claims.put("qsh", hash(method, path));
        var signed =
                encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
                        + "."
                        + encode(Json.MAPPER.writeValueAsBytes(claims));
        return SCHEME + signed + "." + encode(sign(signed));
    }

    /** @param header null when there was none. @return why it is refused, or null when it is good */
    String refusal(String header, String method, String path) {
        if (header == null) {
            return "'Authorization' header is required";
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "'Authorization' header must be of the format - Bearer <TOKEN>";
        }
        var parts = header.substring(SCHEME.length()).strip().split("\\.", -1);
        if (parts.length != 3) {
            return "the token is no JSON Web Token";
        }
        try {
            var decoder = Base64.getUrlDecoder();
            var expected = sign(parts[0] + "." + parts[1]);
            boolean isHs256 =
                    text(Json.MAPPER.readTree(decoder.decode(parts[0])), "alg").equals("HS256");
            if (!isHs256 || !MessageDigest.isEqual(expected, decoder.decode(parts[2]))) {
                return "signature is invalid";
            }
            return refusal(Json.MAPPER.readTree(decoder.decode(parts[1])), method, path);
        } catch (IllegalArgumentException | JacksonException e) {
            return "the token is no JSON Web Token";
        }
    }

    private String refusal(JsonNode claims, String method, String path) {
        for (var name : new String[] {"iss", "exp", "qsh"}) {
            if (!claims.hasNonNull(name)) {
                return "token missing " + name + " Claim";
            }
        }
        if (!text(claims, "iss").equals(ISSUER)) {
            return "invalid App ID: " + text(claims, "iss");
        }
        long left = claims.get("exp").asLong(0) - clock.instant().getEpochSecond();
        if (left <= 0) {
            return "Token is expired";
        }
        if (left > LIFE_MAX) {
            return "token lives longer than " + LIFE_MAX + " s";
        }
        return text(claims, "qsh").equals(hash(method, path)) ? null : "invalid qsh claim in token";
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static String hash(String method, String path) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((method + "&" + path).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] sign(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
