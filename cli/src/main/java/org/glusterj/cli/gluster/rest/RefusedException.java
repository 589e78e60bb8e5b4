package org.glusterj.cli.gluster.rest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The manager says no: {@code {"errors": [{"code", "message", "fields": {"op-errno"}}]}}. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** GlusterD's general errno, {@code EG_INTRNL}. */
    private static final int OP_ERRNO = 30800;

    private static final int HTTP_BAD_REQUEST = 400;

    private final int status;
    private final transient JsonNode json;

    RefusedException(int status, JsonNode json) {
        super(message(status, json), null, false, false);
        this.status = status;
        this.json = json;
    }

    /** For what the manager would refuse if it were asked. */
    public static RefusedException of(String message) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putArray("errors").addObject().put("code", 1).put("message", message);
        return new RefusedException(HTTP_BAD_REQUEST, json);
    }

    private static String message(int status, JsonNode json) {
        var said = json.path("errors").path(0).path("message").asString("");
        return said.isEmpty() ? "the manager answers HTTP " + status : said;
    }

    public int status() {
        return status;
    }

    /** Stock's {@code opErrno}. */
    public int opErrno() {
        return opErrno(OP_ERRNO);
    }

    /** Stock's {@code opErrno} where the manager gives one. */
    public int opErrno(int otherwise) {
        return json.path("errors").path(0).path("fields").path("op-errno").asInt(otherwise);
    }

    public JsonNode json() {
        return json;
    }
}
