package org.glusterj.management.rest;

import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.glusterj.management.Json;
import org.glusterj.management.volume.CommandException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

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
    /** No list or map of a request has a null in it. */
    private static final JsonMapper STRICT =
            Json.MAPPER
                    .rebuild()
                    .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                    .build();

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
            var value = STRICT.readValue(body, type);
            return value == null ? empty : value;
        } catch (DatabindException e) {
            throw CommandException.invalid("the request's JSON: a wrong value at " + place(e));
        } catch (JacksonException e) {
            var where = e.getLocation();
            throw CommandException.invalid(
                    "the request's body is no JSON: line "
                            + where.getLineNr()
                            + ", column "
                            + where.getColumnNr());
        }
    }

    /** As {@code subvols[0].replica}. */
    private static String place(DatabindException e) {
        var place = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getPropertyName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return place.isEmpty() ? "the top" : place.toString();
    }
}
