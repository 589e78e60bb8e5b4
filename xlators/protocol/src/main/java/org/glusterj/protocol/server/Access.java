package org.glusterj.protocol.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Who may use a brick (spec wire-protocol 14.1): the address and the login module vote, a rejection wins, and
 * without any
 * acceptance the client is rejected too. Immutable; may resolve host names, so it runs on an io-thread.
 *
 * @param options the {@code auth.*} options of protocol/server
 * @param allowInsecure whether source ports from 1024 on are welcome
 * @param strict whether a client must give a known user name
 */
record Access(Map<String, String> options, boolean allowInsecure, boolean strict) {
    /** What was decided: trusted clients proved that they have the trusted volfile. */
    enum Verdict {
        REJECTED,
        ACCEPTED,
        TRUSTED
    }

    private enum Vote {
        REJECT,
        ACCEPT,
        NONE
    }

    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    /**
     * @param brick name that {@code remote-subvolume} gave
     * @param user null when the client gave none; likewise {@code password}
     */
    Verdict decide(String brick, InetSocketAddress peer, String user, String password) {
        var address = byAddress(brick, peer);
        var login = byLogin(brick, user, password);
        if (address == Vote.REJECT || login == Vote.REJECT) {
            return Verdict.REJECTED;
        }
        if (login == Vote.ACCEPT) {
            return Verdict.TRUSTED;
        }
        return address == Vote.ACCEPT ? Verdict.ACCEPTED : Verdict.REJECTED;
    }

    private Vote byAddress(String brick, InetSocketAddress peer) {
        if (peer.getPort() >= FIRST_UNPRIVILEGED_PORT && !allowInsecure) {
            return Vote.REJECT;
        }
        var host = peer.getAddress();
        if (matches("auth.addr." + brick + ".reject", host)) {
            return Vote.REJECT;
        }
        return matches("auth.addr." + brick + ".allow", host) ? Vote.ACCEPT : Vote.NONE;
    }

    private boolean matches(String key, InetAddress host) {
        return rulesForRoot(options.getOrDefault(key, "")).stream()
                .anyMatch(rule -> rule.matches(host));
    }

    /** The rules for mounting the whole volume: plain items, and those of {@code /(a|b)}. */
    static List<AddressRule> rulesForRoot(String list) {
        var rules = new ArrayList<AddressRule>();
        for (var item : list.split(",")) {
            var text = item.trim();
            if (text.startsWith("/(") && text.endsWith(")")) {
                Arrays.stream(text.substring(2, text.length() - 1).split("\\|"))
                        .map(AddressRule::new)
                        .forEach(rules::add);
            } else if (!text.isEmpty() && !text.startsWith("/")) {
                rules.add(new AddressRule(text));
            }
        }
        return rules;
    }

    private Vote byLogin(String brick, String user, String password) {
        boolean known = user != null && isListed("auth.login." + brick + ".allow", user);
        if (!known) {
            return strict ? Vote.REJECT : Vote.NONE;
        }
        var expected = options.get("auth.login." + user + ".password");
        return expected != null && expected.equals(password) ? Vote.ACCEPT : Vote.REJECT;
    }

    private boolean isListed(String key, String user) {
        return Arrays.asList(options.getOrDefault(key, "").split("[,\\s]+")).contains(user);
    }
}
