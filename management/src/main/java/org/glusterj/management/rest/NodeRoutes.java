package org.glusterj.management.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.VolumeOption;
import org.glusterj.management.volume.ClusterOptions;
import org.glusterj.management.volume.CommandException;

/** What is asked of the node itself, and the options of the pool. Thread-safe. */
final class NodeRoutes {
    private static final Set<String> PUBLIC = Set.of("/ping", "/endpoints", "/openapi.yaml");
    private static final int API_VERSION = 1;

    private final ClusterOptions options;
    private final Metrics metrics;
    private final String version;
    private final Router router;

    NodeRoutes(ClusterOptions options, Metrics metrics, String version, Router router) {
        this.options = options;
        this.metrics = metrics;
        this.version = version;
        this.router = router;
    }

    /** Whether a request for {@code path} needs no token. */
    static boolean isPublic(String path) {
        return PUBLIC.contains(path);
    }

    void addTo() {
        router.add("Ping", "GET", "/ping", request -> Response.empty(200));
        router.add("GetVersion", "GET", "/version", this::version);
        router.add("GetVersion", "GET", "/v1/version", this::version);
        router.add("List Endpoints", "GET", "/endpoints", this::endpoints);
        router.add("OpenApi", "GET", "/openapi.yaml", this::openApi);
        router.add("Metrics", "GET", "/metrics", this::metrics);
        router.add("OptionHelp", "GET", "/v1/options", this::optionHelp);
        router.add("GetClusterOption", "GET", "/v1/cluster/options/{optname...}", this::option);
        router.add("GetClusterOptions", "GET", "/v1/cluster/options", this::clusterOptions);
        router.add("SetClusterOptions", "POST", "/v1/cluster/options", this::setOptions);
        router.add("ResetClusterOptions", "DELETE", "/v1/cluster/options", this::resetOptions);
    }

    private Response version(Request request) {
        return Response.ok(new Api.Version(version, API_VERSION));
    }

    private Response endpoints(Request request) {
        return Response.ok(
                router.routes().stream()
                        .map(
                                route ->
                                        new Api.Endpoint(
                                                route.name(),
                                                "",
                                                route.method(),
                                                route.template(),
                                                "",
                                                ""))
                        .toList());
    }

    private Response openApi(Request request) {
        try (var in = NodeRoutes.class.getResourceAsStream("openapi.yaml")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Response.text("application/yaml; charset=UTF-8", text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Response metrics(Request request) throws CommandException {
        return Response.text("text/plain; version=0.0.4; charset=UTF-8", metrics.text());
    }

    /** What {@code volume set help} tells, in its order. */
    private Response optionHelp(Request request) {
        return Response.ok(
                Options.all().stream()
                        .filter(option -> !option.is(VolumeOption.Flag.HIDDEN))
                        .map(
                                option ->
                                        new Api.OptionHelp(
                                                option.key(),
                                                option.initial().orElse(null),
                                                option.help()))
                        .toList());
    }

    private Response clusterOptions(Request request) {
        return Response.ok(options.values().stream().map(NodeRoutes::option).toList());
    }

    private Response option(Request request) throws CommandException {
        return Response.ok(option(options.value(request.parameter("optname"))));
    }

    private static Api.ClusterOption option(ClusterOptions.Value value) {
        return new Api.ClusterOption(
                value.name(), value.value(), value.defaultValue(), value.modified());
    }

    private Response setOptions(Request request) throws CommandException {
        var wanted = request.json(Api.OptionReq.class, Api.OptionReq.EMPTY).options();
        if (wanted == null || wanted.isEmpty()) {
            throw CommandException.invalid("number of key value pairs is 0");
        }
        options.set(wanted);
        return clusterOptions(request);
    }

    private Response resetOptions(Request request) throws CommandException {
        var wanted = request.json(Api.ResetReq.class, Api.ResetReq.EMPTY).options();
        options.reset(wanted == null ? List.of() : wanted);
        return clusterOptions(request);
    }
}
