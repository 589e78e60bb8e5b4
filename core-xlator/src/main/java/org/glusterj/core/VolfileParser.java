package org.glusterj.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads volfile text (grammar: spec wire-protocol 17.1). Keywords are recognised as whole words anywhere; a quoted word
 * is never a keyword. Backquotes are ordinary characters: no command is ever run. Used by one thread.
 */
final class VolfileParser {
    private static final Log LOG = Log.of(VolfileParser.class);
    private static final Set<String> KEYWORDS =
            Set.of("volume", "type", "option", "subvolumes", "end-volume");

    private record Word(String text, boolean quoted, int line) {
        boolean is(String keyword) {
            return !quoted && text.equals(keyword);
        }

        boolean isKeyword() {
            return !quoted && KEYWORDS.contains(text);
        }
    }

    private final List<Word> words = new ArrayList<>();
    private final String text;
    private int at;
    private int line = 1;
    private int next;

    VolfileParser(String text) {
        this.text = text;
    }

    Volfile parse() throws GraphException {
        split();
        var nodes = new ArrayList<Volfile.Node>();
        var names = new HashSet<String>();
        while (next < words.size()) {
            var node = node(names);
            if (!names.add(node.name())) {
                throw new GraphException("volfile: two nodes are called " + node.name());
            }
            nodes.add(node);
        }
        if (nodes.isEmpty()) {
            throw new GraphException("volfile: no 'volume' found");
        }
        return new Volfile(nodes);
    }

    private Volfile.Node node(Set<String> defined) throws GraphException {
        expect("volume");
        var name = plain("the node's name after 'volume'");
        String type = null;
        Map<String, String> options = new LinkedHashMap<>();
        List<String> subvolumes = new ArrayList<>();
        while (true) {
            var word = take("'end-volume' of node " + name);
            if (word.is("end-volume")) {
                break;
            } else if (word.is("type")) {
                type = plain("a type like protocol/client after 'type'");
            } else if (word.is("option")) {
                var key = plain("an option key in node " + name);
                var value = plain("the value of option " + key + " in node " + name);
                if (options.put(key, value) != null) {
                    LOG.say(CoreMessage.OPTION_TWICE, name, key);
                }
            } else if (word.is("subvolumes")) {
                while (next < words.size() && !words.get(next).isKeyword()) {
                    subvolumes.add(words.get(next++).text());
                }
            } else {
                throw new GraphException(
                        "volfile line " + word.line() + ": '" + word.text() + "' is out of place");
            }
        }
        check(name, type, subvolumes, defined);
        return new Volfile.Node(name, type, options, subvolumes);
    }

    private static void check(
            String name, String type, List<String> subvolumes, Set<String> defined)
            throws GraphException {
        if (type == null) {
            throw new GraphException("volfile: node " + name + " has no type");
        }
        for (var subvolume : subvolumes) {
            if (!defined.contains(subvolume)) {
                throw new GraphException(
                        "volfile: node "
                                + name
                                + " uses "
                                + subvolume
                                + ", which is not defined before it");
            }
        }
    }

    private void expect(String keyword) throws GraphException {
        var word = take("'" + keyword + "'");
        if (!word.is(keyword)) {
            throw new GraphException(
                    "volfile line "
                            + word.line()
                            + ": expected '"
                            + keyword
                            + "', found '"
                            + word.text()
                            + "'");
        }
    }

    private String plain(String what) throws GraphException {
        var word = take(what);
        if (word.isKeyword()) {
            throw new GraphException("volfile line " + word.line() + ": expected " + what);
        }
        return word.text();
    }

    private Word take(String what) throws GraphException {
        if (next >= words.size()) {
            throw new GraphException("volfile ends where " + what + " was expected");
        }
        return words.get(next++);
    }

    private void split() throws GraphException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else {
                words.add(c == '"' ? quoted() : bare());
            }
        }
    }

    private Word bare() {
        int start = at;
        while (at < text.length() && " \t\r\n\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Word(text.substring(start, at), false, line);
    }

    private Word quoted() throws GraphException {
        int startLine = line;
        var content = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return new Word(content.toString(), true, startLine);
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            if (c == '\n') {
                line++;
            }
            content.append(c);
        }
        throw new GraphException("volfile line " + startLine + ": a quote is not closed");
    }
}
