package org.glusterj.management.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final Token token = new Token("secret".getBytes(US_ASCII), InstantSource.fixed(NOW));

    /**
     * Made with another implementation: {@code python3 -c} and hmac, for iss glustercli, exp 1700000120 and qsh of
     * {@code GET&/v1/volumes}.
     */
    private static final String FOREIGN =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE3MDAwMDAxMjAsImlzcyI6I"
                    + "mdsdXN0ZXJjbGkiLCJxc2giOiI1ODYzZWFlMjFlMzZmY2JjZTM1MTgwNGYzZjYwMTBiNzM"
                    + "5NDAxMzk0MzBhMmNhZGZkMDJlOGViMGZkZWJhZTA4In0.GBFTrNRgj3dkIV1KVj4gsk3g3"
                    + "QhR6nuM6IKMRBNxfZM";

    private String refusal(String header) {
        return token.refusal(header, "GET", "/v1/volumes");
    }

    @Test
    void aTokenIsGoodForItsMethodPathAndTime() {
        var header = token.header("GET", "/v1/volumes", 60);
        assertThat(refusal(header)).isNull();
        assertThat(token.refusal(header, "DELETE", "/v1/volumes")).contains("qsh");
        assertThat(token.refusal(header, "GET", "/v1/volumes/v")).contains("qsh");
        assertThat(refusal(token.header("GET", "/v1/volumes", 0))).contains("expired");
        assertThat(refusal(token.header("GET", "/v1/volumes", 90_000))).contains("longer");
    }

    @Test
    void aTokenOfAnotherImplementationIsTaken() {
        assertThat(refusal("bearer " + FOREIGN)).isNull();
        assertThat(refusal("Bearer " + FOREIGN)).isNull();
    }

    @Test
    void whatIsNoTokenOfOursIsRefused() {
        var other = new Token("other".getBytes(US_ASCII), InstantSource.fixed(NOW));
        assertThat(refusal(other.header("GET", "/v1/volumes", 60))).contains("signature");
        assertThat(refusal(null)).contains("required");
        assertThat(refusal("Basic cm9vdDpyb290")).contains("Bearer");
        assertThat(refusal("bearer a.b")).contains("no JSON Web Token");
        assertThat(refusal("bearer !.!.!")).contains("no JSON Web Token");
        // {"alg":"none"} with an empty signature.
        assertThat(refusal("bearer eyJhbGciOiJub25lIn0.e30.")).contains("signature");
    }
}
