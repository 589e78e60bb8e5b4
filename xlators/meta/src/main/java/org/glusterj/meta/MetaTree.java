package org.glusterj.meta;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.glusterj.core.Volfile;

/**
 * The nodes of one tree by id. Built once per volfile; immutable afterwards. Ids of equal paths stay the same from tree
 * to tree, so that open files and cached inodes survive a change of options.
 */
final class MetaTree {
    private final Map<Integer, MetaNode> byId;
    private final MetaNode.Directory top;
    private final Volfile volfile;

    private MetaTree(Volfile volfile, MetaNode.Directory top, Map<Integer, MetaNode> byId) {
        this.volfile = volfile;
        this.top = top;
        this.byId = byId;
    }

    MetaNode.Directory top() {
        return top;
    }

    /** The volfile whose nodes and options the tree shows. */
    Volfile volfile() {
        return volfile;
    }

    /** Null when no node has that id. */
    MetaNode find(int id) {
        return byId.get(id);
    }

    /** Puts a tree together from the top down. Used by one thread. */
    static final class Builder {
        private final Map<String, Integer> ids;
        private final Map<Integer, MetaNode> byId = new HashMap<>();

        /** @param ids of paths seen before; grows, bounded by the paths of the volfiles of one graph */
        Builder(Map<String, Integer> ids) {
            this.ids = ids;
        }

        MetaTree build(Volfile volfile, Content content) {
            var top = directory("/", 0);
            content.fill(new Place("/", top));
            return new MetaTree(volfile, top, byId);
        }

        private int idOf(String path) {
            return ids.computeIfAbsent(path, key -> ids.size() + 1);
        }

        private MetaNode.Directory directory(String path, int parent) {
            var made = new MetaNode.Directory(idOf(path), parent, new LinkedHashMap<>());
            byId.put(made.id(), made);
            return made;
        }

        /** What fills a tree. */
        interface Content {
            void fill(Place top);
        }

        /** A directory while it is filled. */
        final class Place {
            private final String path;
            private final MetaNode.Directory directory;

            private Place(String path, MetaNode.Directory directory) {
                this.path = path;
                this.directory = directory;
            }

            Place directory(String name) {
                var file = fileName(name);
                var below = Builder.this.directory(path + file + "/", directory.id());
                directory.children().put(file, below);
                return new Place(path + file + "/", below);
            }

            void file(String name, Supplier<String> content) {
                var file = fileName(name);
                add(file, new MetaNode.File(idOf(path + file), directory.id(), content));
            }

            void link(String name, String target) {
                var file = fileName(name);
                add(file, new MetaNode.Link(idOf(path + file), directory.id(), target));
            }

            private void add(String name, MetaNode node) {
                directory.children().put(name, node);
                byId.put(node.id(), node);
            }
        }
    }

    /** Names of nodes and options may be paths, as on bricks. */
    static String fileName(String name) {
        return name.replace('/', '-');
    }
}
