package org.glusterj.management.volgen;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volgen.Template.AlterStep;
import org.glusterj.management.volgen.Template.Each;
import org.glusterj.management.volgen.Template.NodeStep;
import org.glusterj.management.volgen.Template.PlaceStep;
import org.glusterj.management.volgen.Template.RefuseStep;

/**
 * Makes one graph of a template. Keeps the nodes that have no parent yet: a step adds nodes over them, or beside
 * them. Of one thread, used once.
 */
final class Weaver {
    private static final List<NodeSource> SOURCES = sources();

    private final Volume volume;
    private final Role role;
    private final Scope scope;
    private final List<Draft> nodes = new ArrayList<>();
    private List<Draft> tops = new ArrayList<>();

    Weaver(Volume volume, Role role, Scope scope) {
        this.volume = volume;
        this.role = role;
        this.scope = scope;
    }

    Volfile weave(Template template) throws VolgenException {
        for (var step : template.steps()) {
            switch (step) {
                case NodeStep node -> add(node);
                case PlaceStep place -> plugIn(place.place());
                case RefuseStep refuse -> {
                    if (refuse.when().holds(scope)) {
                        throw new VolgenException(refuse.message());
                    }
                }
                case AlterStep alter -> {}
            }
        }
        new Placement(role, scope, nodes).run();
        for (var step : template.steps()) {
            if (step instanceof AlterStep alter) {
                nodes.stream()
                        .filter(node -> node.type.equals(alter.type()))
                        .forEach(node -> node.options.put(alter.key(), alter.value()));
            }
        }
        return new Volfile(nodes.stream().map(Draft::finished).toList());
    }

    private void add(NodeStep step) throws VolgenException {
        if (!step.when().holds(scope)) {
            return;
        }
        switch (step.each()) {
            case ALL -> tops = List.of(node(step, tops));
            case BESIDE -> {
                var beside = new ArrayList<>(tops);
                beside.add(node(step, List.of()));
                tops = beside;
            }
            case BRICK -> {
                tops = new ArrayList<>();
                for (var brick : volume.bricks()) {
                    scope.put(brick);
                    tops.add(node(step, List.of()));
                }
            }
            case SET, SUBVOLUME ->
                    addOver(step, step.each() == Each.SET ? volume.shape().bricks() : 1);
        }
    }

    private void addOver(NodeStep step, int size) throws VolgenException {
        var over = new ArrayList<Draft>();
        for (int i = 0; i < tops.size(); i += size) {
            scope.put("index", Integer.toString(i / size));
            over.add(node(step, tops.subList(i, i + size)));
        }
        tops = over;
    }

    private Draft node(NodeStep step, List<Draft> children) throws VolgenException {
        var names = children.stream().map(child -> child.name).toList();
        scope.put("children", String.join(",", names));
        scope.put("leaving", leaving(names));
        var node =
                new Draft(scope.fill(step.name()).orElseThrow(), step.type(), step.bare(), names);
        for (var setting : step.settings()) {
            var key = scope.fill(setting.key());
            var value = scope.fill(setting.value());
            if (key.isPresent() && value.isPresent() && setting.when().holds(scope)) {
                node.options.put(key.get(), value.get());
            }
        }
        nodes.add(node);
        return node;
    }

    /** The subvolumes of which a brick is leaving, or null. */
    private String leaving(List<String> subvolumes) {
        var gone = new ArrayList<String>();
        int size =
                subvolumes.isEmpty() ? 1 : Math.max(1, volume.bricks().size() / subvolumes.size());
        for (int i = 0; i < volume.bricks().size() && i / size < subvolumes.size(); i++) {
            var subvolume = subvolumes.get(i / size);
            if (volume.isLeaving(volume.bricks().get(i)) && !gone.contains(subvolume)) {
                gone.add(subvolume);
            }
        }
        return gone.isEmpty() ? null : String.join(",", gone);
    }

    private void plugIn(String place) throws VolgenException {
        for (var source : SOURCES) {
            for (var plug : source.nodesAt(place, volume, role)) {
                var node =
                        new Draft(
                                plug.name(),
                                plug.type(),
                                false,
                                tops.stream().map(top -> top.name).toList());
                node.options.putAll(plug.options());
                nodes.add(node);
                tops = List.of(node);
            }
        }
    }

    private static List<NodeSource> sources() {
        var sources = new ArrayList<NodeSource>(List.of(new DebugNodes(), new UserNodes()));
        ServiceLoader.load(NodeSource.class, NodeSource.class.getClassLoader())
                .forEach(sources::add);
        return List.copyOf(sources);
    }
}
