package org.glusterj.cli.gluster.rest;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The manager's REST interface, GlusterD-2's paths below {@code /v1}. Implementations carry one request at a time.
 * */
public interface Rest {

    /** Most octets of an answer. */
    int ANSWER_BYTES_MAX = 64 << 20;

    int NOT_FOUND = 404;
    int NO_METHOD = 405;

    /**
     * What came back for one request.
     *
     * @param status of HTTP
     */
    record Reply(int status, byte[] body) {}

    /**
     * @param path behind {@code /v1}, with a query where there is one
     * @param body null for none
     */
    Reply exchange(String method, String path, byte[] body) throws UnreachableException;

    default JsonNode get(String path) throws UnreachableException, RefusedException {
        return call("GET", path, null);
    }

    default JsonNode post(String path, JsonNode body)
            throws UnreachableException, RefusedException {
        return call("POST", path, body);
    }

    default JsonNode delete(String path, JsonNode body)
            throws UnreachableException, RefusedException {
        return call("DELETE", path, body);
    }

    /** The JSON of a success; a missing node when it has none. */
    default JsonNode call(String method, String path, JsonNode body)
            throws UnreachableException, RefusedException {
        var sent = body == null ? null : Json.write(body).getBytes(StandardCharsets.UTF_8);
        var reply = exchange(method, path, sent);
        JsonNode json;
        try {
            json = Json.read(reply.body());
        } catch (JacksonException | IllegalStateException e) {
            throw new UnreachableException(
                    "the answer to " + method + " " + path + " is no JSON: HTTP " + reply.status());
        }
        if (reply.status() == NO_METHOD || reply.status() == NOT_FOUND && isNoPath(json)) {
            throw RefusedException.of(
                    "this manager does not support " + method + " " + path + " yet");
        }
        if (reply.status() / 100 != 2) {
            throw new RefusedException(reply.status(), json);
        }
        return json;
    }

    private static boolean isNoPath(JsonNode json) {
        var message = json.path("errors").path(0).path("message").asString("");
        return message.startsWith("no such path");
    }
}
