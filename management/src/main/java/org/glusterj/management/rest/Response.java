package org.glusterj.management.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.glusterj.management.Json;
import org.glusterj.management.volume.CommandException;

/** An answer. @param headers beside type and length */
record Response(int status, String type, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json; charset=UTF-8";

    /** GlusterD-2's number for errors without a number. */
    private static final int GENERIC = 1;

    static Response json(int status, Object value) {
        return new Response(status, JSON, Json.MAPPER.writeValueAsBytes(value), Map.of());
    }

    static Response ok(Object value) {
        return json(200, value);
    }

    static Response empty(int status) {
        return new Response(status, JSON, new byte[0], Map.of());
    }

    static Response text(String type, String text) {
        return new Response(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Response error(int status, String message) {
        return error(status, message, Map.of());
    }

    private static Response error(int status, String message, Map<String, String> fields) {
        var error = new Api.Error(GENERIC, message, fields);
        return json(status, new Api.Errors(List.of(error)));
    }

    static Response of(CommandException e) {
        int status =
                switch (e.kind()) {
                    case INVALID -> 400;
                    case MISSING -> 404;
                    case CONFLICT -> 409;
                    case FAILED -> 500;
                    case AWAY -> 503;
                    case UNKNOWN -> 504;
                };
        return e.hasUsualOpErrno()
                ? error(status, e.getMessage())
                : error(status, e.getMessage(), Map.of("op-errno", Integer.toString(e.opErrno())));
    }
}
