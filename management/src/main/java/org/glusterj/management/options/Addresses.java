package org.glusterj.management.options;

import java.util.regex.Pattern;

/** Which texts stock takes for addresses of hosts and networks, and lists of them. */
final class Addresses {
    private static final int HOST_NAME_MAX = 255;
    private static final Pattern LABEL = Pattern.compile("[0-9A-Za-z]([-0-9A-Za-z]*[0-9A-Za-z])?");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private Addresses() {}

    static boolean isAddress(String text) {
        return isIpv4(text, false) || isIpv6(text, false) || isHostName(text);
    }

    /** {@code A,B,...}, or {@code /DIRECTORY(A|B),/DIRECTORY(C)}; with {@code *} for parts of IP addresses. */
    static boolean isList(String text) {
        if (!text.startsWith("/") && text.indexOf('(') < 0) {
            return everyWord(text, ",");
        }
        for (var entry : text.split(",")) {
            int open = entry.indexOf('(');
            int close = entry.indexOf(')', open + 1);
            if (!entry.startsWith("/") || open < 0 || open + 1 == entry.length()) {
                return false;
            }
            var list = entry.substring(open + 1, close < 0 ? entry.length() : close);
            if (list.replace("|", "").isEmpty() || !everyWord(list, "\\|")) {
                return false;
            }
        }
        return true;
    }

    private static boolean everyWord(String text, String separator) {
        for (var word : text.split(separator)) {
            if (!word.isEmpty() && !isPattern(word)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPattern(String text) {
        return isNetwork(text) || isIpv4(text, true) || isIpv6(text, true) || isHostName(text);
    }

    private static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !isIpv4(text.substring(0, slash), true)) {
            return false;
        }
        var digits = Pattern.compile("^[0-9]{1,3}").matcher(text.substring(slash + 1));
        int bits = digits.find() ? Integer.parseInt(digits.group()) : 0;
        return bits >= 1 && bits <= 32;
    }

    private static boolean isIpv4(String text, boolean wildcards) {
        if (text.isEmpty() || text.contains("..") || text.endsWith(".")) {
            return false;
        }
        int octets = 0;
        boolean wild = false;
        for (var part : text.split("\\.")) {
            octets++;
            if (wildcards && part.equals("*")) {
                wild = true;
            } else if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return octets == 4 || (octets < 4 && wild);
    }

    private static boolean isIpv6(String text, boolean wildcards) {
        int zone = text.indexOf('%');
        var address = zone < 0 ? text : text.substring(0, zone);
        int gap = address.indexOf("::");
        if (address.isEmpty()
                || address.endsWith(":")
                || address.indexOf("::", gap + 1) > 0 && gap >= 0) {
            return false;
        }
        int numbers = 0;
        boolean wild = false;
        for (var part : address.split(":")) {
            if (part.isEmpty()) {
                continue;
            }
            numbers++;
            if (wildcards && part.equals("*")) {
                wild = true;
            } else if (!HEX.matcher(part).matches()) {
                return false;
            }
        }
        return numbers == 8 || (numbers < 8 && (wild || gap >= 0));
    }

    private static boolean isHostName(String text) {
        if (text.isEmpty()
                || text.length() > HOST_NAME_MAX
                || text.contains("..")
                || text.endsWith(".")) {
            return false;
        }
        for (var label : text.split("\\.")) {
            if (!label.isEmpty() && !LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }
}
