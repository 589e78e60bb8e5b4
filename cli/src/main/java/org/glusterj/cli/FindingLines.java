package org.glusterj.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Locale;
import org.glusterj.storage.check.Finding;
import org.glusterj.storage.check.Report;
import org.glusterj.storage.check.Severity;

/**
 * How {@code brick check} writes findings: a line for people or a JSON object. Names are bytes: what is no printable
 * UTF-8, and the backslash, appears as {@code \xHH}. Stateless.
 *
 * @param json whether lines are JSON objects
 */
record FindingLines(boolean json) {
    String line(Finding finding) {
        var severity = finding.kind().severity().name().toLowerCase(Locale.ROOT);
        var kind = finding.kind().word();
        var path = printable(finding.path());
        var what = printable(finding.what());
        if (json) {
            return "{\"severity\":\""
                    + severity
                    + "\",\"kind\":\""
                    + kind
                    + "\",\"path\":"
                    + quoted(path)
                    + ",\"what\":"
                    + quoted(what)
                    + ",\"mend\":"
                    + quoted(finding.kind().mend())
                    + ",\"mended\":"
                    + finding.mended()
                    + "}";
        }
        var end = finding.mended() ? "mended" : finding.kind().mend();
        return severity + " " + kind + " " + path + ": " + what + "; " + end;
    }

    String summary(Report report, long mended) {
        var sums = CheckCommand.bySeverity(report);
        long damaged = sums.get(Severity.DAMAGED);
        long mendable = sums.get(Severity.MENDABLE);
        long harmless = sums.get(Severity.HARMLESS);
        return String.format(
                Locale.ROOT,
                json
                        ? "{\"objects\":%d,\"handles\":%d,\"damaged\":%d,\"mendable\":%d,"
                                + "\"harmless\":%d,\"mended\":%d}"
                        : "%d names, %d handles: %d damaged, %d mendable, %d harmless, %d mended",
                report.objects(),
                report.handles(),
                damaged,
                mendable,
                harmless,
                mended);
    }

    /** A byte string as text. */
    static String printable(String bytes) {
        var raw = bytes.getBytes(ISO_8859_1);
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
            var out = new StringBuilder();
            text.codePoints()
                    .forEach(
                            c -> {
                                if (c == '\\' || Character.isISOControl(c)) {
                                    hex(out, new String(Character.toChars(c)).getBytes(UTF_8));
                                } else {
                                    out.appendCodePoint(c);
                                }
                            });
            return out.toString();
        } catch (CharacterCodingException notText) {
            var out = new StringBuilder();
            for (byte b : raw) {
                if (b < 0x20 || b == 0x7f || b == '\\') {
                    hex(out, new byte[] {b});
                } else {
                    out.append((char) b);
                }
            }
            return out.toString();
        }
    }

    private static void hex(StringBuilder out, byte[] bytes) {
        for (byte b : bytes) {
            out.append("\\x").append(HexFormat.of().toHexDigits(b));
        }
    }

    /** Printable text as a JSON string. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
