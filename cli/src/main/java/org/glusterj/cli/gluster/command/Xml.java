package org.glusterj.cli.gluster.command;

/**
 * Writes a document as stock's {@code --xml} does: two blanks of indentation for each level, an element without
 * content as
 * {@code <name/>}, text escaped in {@code & < >} and characters that XML has not left out. Confined to one thread.
 */
final class Xml {
    private final StringBuilder text =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    private int depth;

    /** Null and empty text make an empty element. */
    Xml leaf(String name, Object content) {
        indent();
        var shown = content == null ? "" : content.toString();
        if (shown.isEmpty()) {
            text.append('<').append(name).append("/>\n");
        } else {
            text.append('<').append(name).append('>');
            escape(shown);
            text.append("</").append(name).append(">\n");
        }
        return this;
    }

    /** An element of elements; without any it is empty. */
    Xml element(String name, Runnable content) {
        return element(name, "", content);
    }

    /** @param attributes with a blank before each, in their final form */
    Xml element(String name, String attributes, Runnable content) {
        indent();
        text.append('<').append(name).append(attributes).append('>');
        int start = text.length();
        text.append('\n');
        depth++;
        content.run();
        depth--;
        if (text.length() == start + 1) {
            text.setLength(start - 1);
            text.append("/>\n");
        } else {
            indent();
            text.append("</").append(name).append(">\n");
        }
        return this;
    }

    /** An element on one line: {@code content}, then leaves. Stock writes bricks so. */
    Xml line(String name, String attributes, String content, String... leaves) {
        indent();
        text.append('<').append(name).append(attributes).append('>');
        escape(content);
        for (int i = 0; i < leaves.length; i += 2) {
            text.append('<').append(leaves[i]).append('>');
            escape(leaves[i + 1]);
            text.append("</").append(leaves[i]).append('>');
        }
        text.append("</").append(name).append(">\n");
        return this;
    }

    private void indent() {
        text.repeat(' ', 2 * depth);
    }

    private void escape(String content) {
        content.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> text.append("&amp;");
                                case '<' -> text.append("&lt;");
                                case '>' -> text.append("&gt;");
                                default -> {
                                    if (c >= ' ' || c == '\n' || c == '\t') {
                                        text.appendCodePoint(c);
                                    }
                                }
                            }
                        });
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
