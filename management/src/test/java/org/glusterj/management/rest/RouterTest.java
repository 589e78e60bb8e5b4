package org.glusterj.management.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.glusterj.management.volume.CommandException;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Router router = new Router();

    private static Request request(String method, String path) {
        return new Request(method, path, Map.of(), Map.of(), new byte[0]);
    }

    private String answer(String method, String path) {
        var response = router.answer(request(method, path));
        return response.status() + " " + new String(response.body(), UTF_8);
    }

    @Test
    void partsInBracesAreParameters() {
        router.add("one", "GET", "/v/{name}", r -> Response.text("t", r.parameter("name")));
        router.add("rest", "GET", "/v/{name}/o/{x...}", r -> Response.text("t", r.parameter("x")));
        assertThat(answer("GET", "/v/a")).isEqualTo("200 a");
        assertThat(answer("GET", "/v/a/o/b/c")).isEqualTo("200 b/c");
        assertThat(answer("GET", "/v/a/b")).startsWith("404 {\"errors\":[{\"code\":1,");
        assertThat(answer("GET", "/")).startsWith("404");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        router.add("get", "GET", "/v", r -> Response.empty(200));
        router.add("post", "POST", "/v", r -> Response.empty(200));
        var response = router.answer(request("PUT", "/v"));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "GET, POST");
    }

    @Test
    void refusalsAndBugsAreAnswersToo() {
        router.add(
                "refused",
                "GET",
                "/refused",
                r -> {
                    throw CommandException.noVolume("v");
                });
        router.add(
                "bug",
                "GET",
                "/bug",
                r -> {
                    throw new IllegalStateException("oops");
                });
        assertThat(answer("GET", "/refused"))
                .isEqualTo(
                        "404 {\"errors\":[{\"code\":1,\"message\":\"Volume v does not exist\","
                                + "\"fields\":{}}]}");
        assertThat(answer("GET", "/bug")).startsWith("500").contains("oops");
    }

    /** {@code METHOD PATH} of each operation in openapi.yaml, whose paths stand in two columns and methods in four. */
    private static TreeSet<String> documented() throws IOException {
        var all = new TreeSet<String>();
        var path = "";
        try (var in = RouterTest.class.getResourceAsStream("openapi.yaml")) {
            var line = Pattern.compile("^  (/\\S*):$|^    (get|post|put|delete):$");
            for (var text : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                var matcher = line.matcher(text);
                if (matcher.find() && matcher.group(1) != null) {
                    path = matcher.group(1);
                } else if (matcher.reset().find()) {
                    all.add(matcher.group(2).toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        return all;
    }

    @Test
    void theDocumentNamesAllPathsAndNoOther() throws IOException {
        var rest =
                new Rest(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        () -> 0,
                        new Rest.Watching(null, null, null),
                        "");
        var registered = new TreeSet<String>();
        for (var route : rest.router().routes()) {
            registered.add(route.method() + " " + route.template().replace("...}", "}"));
        }
        assertThat(documented()).isEqualTo(registered);
    }
}
