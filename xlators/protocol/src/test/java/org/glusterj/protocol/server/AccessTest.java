package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.glusterj.protocol.server.Access.Verdict;
import org.junit.jupiter.api.Test;

/** The votes of spec wire-protocol 14.1. */
class AccessTest {
    private static final String BRICK = "/srv/b";

    private static InetSocketAddress peer(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static Verdict decide(Map<String, String> options, String address) {
        return new Access(options, true, false).decide(BRICK, peer(address, 49151), null, null);
    }

    @Test
    void everybodyIsWelcomeWithAStar() {
        assertThat(decide(Map.of("auth.addr./srv/b.allow", "*"), "192.0.2.7"))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void withoutAnyVoteNobodyIs() {
        assertThat(decide(Map.of(), "127.0.0.1")).isEqualTo(Verdict.REJECTED);
        assertThat(decide(Map.of("auth.addr./srv/other.allow", "*"), "127.0.0.1"))
                .isEqualTo(Verdict.REJECTED);
    }

    @Test
    void rejectionWinsOverAcceptance() {
        var options =
                Map.of(
                        "auth.addr./srv/b.allow", "192.0.2.*,127.0.0.1",
                        "auth.addr./srv/b.reject", "192.0.2.99");
        assertThat(decide(options, "192.0.2.98")).isEqualTo(Verdict.ACCEPTED);
        assertThat(decide(options, "192.0.2.99")).isEqualTo(Verdict.REJECTED);
        assertThat(decide(options, "198.51.100.1")).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void networksMatchByTheirPrefix() {
        var options = Map.of("auth.addr./srv/b.allow", "10.1.128.0/17, 2001:db8::/33");
        assertThat(decide(options, "10.1.200.1")).isEqualTo(Verdict.ACCEPTED);
        assertThat(decide(options, "10.1.127.255")).isEqualTo(Verdict.REJECTED);
        assertThat(decide(options, "2001:db8:1::1")).isEqualTo(Verdict.ACCEPTED);
        assertThat(decide(options, "2001:db8:8000::1")).isEqualTo(Verdict.REJECTED);
        assertThat(decide(Map.of("auth.addr./srv/b.allow", "10.0.0.0/99"), "10.0.0.1"))
                .isEqualTo(Verdict.REJECTED);
    }

    @Test
    void hostNamesAreResolved() {
        assertThat(decide(Map.of("auth.addr./srv/b.allow", "localhost"), "127.0.0.1"))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void rulesForSubdirectoriesDoNotOpenTheRoot() {
        assertThat(
                        decide(
                                Map.of("auth.addr./srv/b.allow", "/dir(127.0.0.1|10.0.0.1)"),
                                "127.0.0.1"))
                .isEqualTo(Verdict.REJECTED);
        assertThat(decide(Map.of("auth.addr./srv/b.allow", "/(127.0.0.1|10.0.0.1)"), "127.0.0.1"))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void unprivilegedPortsAreRejectedWhenSecurityIsAskedFor() {
        var access = new Access(Map.of("auth.addr./srv/b.allow", "*"), false, false);
        assertThat(access.decide(BRICK, peer("127.0.0.1", 1024), null, null))
                .isEqualTo(Verdict.REJECTED);
        assertThat(access.decide(BRICK, peer("127.0.0.1", 1023), null, null))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void aKnownUserWithItsPasswordIsTrusted() {
        var options =
                Map.of(
                        "auth.login./srv/b.allow", "alice,bob",
                        "auth.login.alice.password", "secret",
                        "auth.addr./srv/b.allow", "*");
        var access = new Access(options, true, false);
        var peer = peer("127.0.0.1", 1000);
        assertThat(access.decide(BRICK, peer, "alice", "secret")).isEqualTo(Verdict.TRUSTED);
        assertThat(access.decide(BRICK, peer, "alice", "wrong")).isEqualTo(Verdict.REJECTED);
        assertThat(access.decide(BRICK, peer, "alice", null)).isEqualTo(Verdict.REJECTED);
        assertThat(access.decide(BRICK, peer, "bob", "any")).isEqualTo(Verdict.REJECTED);
        assertThat(access.decide(BRICK, peer, "carol", "any")).isEqualTo(Verdict.ACCEPTED);
        var strict = new Access(options, true, true);
        assertThat(strict.decide(BRICK, peer, "carol", "any")).isEqualTo(Verdict.REJECTED);
        assertThat(strict.decide(BRICK, peer, null, null)).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void globsBacktrackOverSeveralStars() {
        assertThat(AddressRule.glob("*.2.*", "192.0.2.7")).isTrue();
        assertThat(AddressRule.glob("192.0.2.?", "192.0.2.7")).isTrue();
        assertThat(AddressRule.glob("192.0.2.?", "192.0.2.77")).isFalse();
        assertThat(AddressRule.glob("", "")).isTrue();
        assertThat(AddressRule.glob("", "1")).isFalse();
        assertThat(AddressRule.glob("a*a*a*a*b", "a".repeat(2000))).isFalse();
    }
}
