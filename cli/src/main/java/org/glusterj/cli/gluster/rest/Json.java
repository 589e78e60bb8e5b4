package org.glusterj.cli.gluster.rest;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/**
 * JSON to Jackson's trees and back, by its parser and generator alone: making an {@code ObjectMapper} costs a third
 * of a command's start. Stateless.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Deepest nesting that is taken; the parser's own bound is larger. */
    private static final int DEPTH_MAX = 100;

    private Json() {}

    /**
     * A missing node when there is nothing.
     *
     * @throws JacksonException when it is no JSON
     */
    static JsonNode read(byte[] octets) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), octets)) {
            var first = parser.nextToken();
            return first == null ? MissingNode.getInstance() : value(parser, first, 0);
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalStateException("JSON nested deeper than " + DEPTH_MAX);
        }
        if (token == JsonToken.START_OBJECT) {
            var object = NODES.objectNode();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                object.set(name, value(parser, parser.nextToken(), depth + 1));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            var array = NODES.arrayNode();
            for (var next = parser.nextToken();
                    next != JsonToken.END_ARRAY;
                    next = parser.nextToken()) {
                array.add(value(parser, next, depth + 1));
            }
            return array;
        }
        if (token == JsonToken.VALUE_STRING) {
            return NODES.stringNode(parser.getString());
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return NODES.numberNode(parser.getLongValue());
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return NODES.numberNode(parser.getDoubleValue());
        }
        return token == JsonToken.VALUE_NULL
                ? NODES.nullNode()
                : NODES.booleanNode(token == JsonToken.VALUE_TRUE);
    }

    static String write(JsonNode node) {
        return write(node, ObjectWriteContext.empty());
    }

    /** For people: an indented line for each member. */
    public static String show(JsonNode node) {
        return write(
                node,
                new ObjectWriteContext.Base() {
                    @Override
                    public PrettyPrinter getPrettyPrinter() {
                        return new DefaultPrettyPrinter();
                    }

                    @Override
                    public boolean hasPrettyPrinter() {
                        return true;
                    }
                });
    }

    private static String write(JsonNode node, ObjectWriteContext context) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(context, text)) {
            write(generator, node);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, JsonNode node) {
        if (node.isObject()) {
            generator.writeStartObject();
            for (var member : node.properties()) {
                generator.writeName(member.getKey());
                write(generator, member.getValue());
            }
            generator.writeEndObject();
        } else if (node.isArray()) {
            generator.writeStartArray();
            node.forEach(element -> write(generator, element));
            generator.writeEndArray();
        } else if (node.isString()) {
            generator.writeString(node.asString());
        } else if (node.isIntegralNumber()) {
            generator.writeNumber(node.asLong());
        } else if (node.isNumber()) {
            generator.writeNumber(node.asDouble());
        } else if (node.isBoolean()) {
            generator.writeBoolean(node.asBoolean());
        } else {
            generator.writeNull();
        }
    }
}
