package org.glusterj.management.rest;

import java.util.List;
import java.util.Map;
import org.glusterj.management.Json;
import org.glusterj.management.volume.CommandException;
import tools.jackson.core.JacksonException;

/**
 * A request whose sender may make it.
 *
 * @param parameters what the route's template has in braces
 * @param query the first value of each name
 */
record Request(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        byte[] body) {
    String parameter(String name) {
        return parameters.get(name);
    }

    /** {@code fallback} when it is not there. */
    String query(String name, String fallback) {
        var values = query.get(name);
        return values == null || values.isEmpty() ? fallback : values.getFirst();
    }

    Request with(Map<String, String> found) {
        return new Request(method, path, found, query, body);
    }

    /** The body, or {@code empty} when there is none. */
    <T> T json(Class<T> type, T empty) throws CommandException {
        if (body.length == 0) {
            return empty;
        }
        try {
            var value = Json.MAPPER.readValue(body, type);
            return value == null ? empty : value;
        } catch (JacksonException e) {
            throw CommandException.invalid("the request's JSON: " + e.getOriginalMessage());
        }
    }
}
