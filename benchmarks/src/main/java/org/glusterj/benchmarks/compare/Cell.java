package org.glusterj.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which mount on which brick. The name is {@code MOUNT-BRICK}; {@code plain} is the stock client without the
 * performance translators that answer from a cache or before the brick did.
 */
enum Cell {
    GLUSTERJ_GLUSTERJ(Mount.GLUSTERJ, Brick.GLUSTERJ),
    STOCK_STOCK(Mount.STOCK, Brick.STOCK),
    PLAIN_STOCK(Mount.PLAIN, Brick.STOCK),
    GLUSTERJ_STOCK(Mount.GLUSTERJ, Brick.STOCK),
    STOCK_GLUSTERJ(Mount.STOCK, Brick.GLUSTERJ),
    PLAIN_GLUSTERJ(Mount.PLAIN, Brick.GLUSTERJ);

    /** Who mounts. */
    enum Mount {
        GLUSTERJ,
        STOCK,
        PLAIN
    }

    /** Who serves. */
    enum Brick {
        GLUSTERJ,
        STOCK
    }

    /** A cell, as a rule with a part of ours, and the all-stock cell it is measured against. */
    record Pair(Cell ours, Cell reference) {
        @Override
        public String toString() {
            return ours + " against " + reference;
        }
    }

    private final Mount mount;
    private final Brick brick;

    Cell(Mount mount, Brick brick) {
        this.mount = mount;
        this.brick = brick;
    }

    Brick brick() {
        return brick;
    }

    /** Whether any part of it is GlusterJ's. */
    boolean isOurs() {
        return mount == Mount.GLUSTERJ || brick == Brick.GLUSTERJ;
    }

    /**
     * What the scripts want to know.
     *
     * @param lone the volume's brick is its only one, which GlusterJ serves without a manager
     */
    Map<String, String> environment(boolean lone) {
        var server = lone || brick == Brick.STOCK ? brick.name() : "managed";
        return Map.of(
                "RIG_CLIENT", mount == Mount.GLUSTERJ ? "glusterj" : "stock",
                "RIG_SERVER", server.toLowerCase(Locale.ROOT),
                "COMPARE_PLAIN", mount == Mount.PLAIN ? "yes" : "no");
    }

    /**
     * The comparisons that {@code cells} allow: our mount against both kinds of stock client, a stock client against
     * the same kind. Without a cell of ours it is the two stock clients that are compared.
     */
    static List<Pair> pairs(List<Cell> cells) {
        var pairs = new ArrayList<Pair>();
        for (var ours : cells) {
            for (var reference : List.of(STOCK_STOCK, PLAIN_STOCK)) {
                boolean sameKind = ours.mount == Mount.GLUSTERJ || ours.mount == reference.mount;
                if (ours.isOurs() && sameKind && cells.contains(reference)) {
                    pairs.add(new Pair(ours, reference));
                }
            }
        }
        if (pairs.isEmpty() && cells.containsAll(List.of(PLAIN_STOCK, STOCK_STOCK))) {
            pairs.add(new Pair(PLAIN_STOCK, STOCK_STOCK));
        }
        return pairs;
    }

    static Cell of(String name) throws UsageException {
        return Arrays.stream(values())
                .filter(cell -> cell.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("no cell " + name + "; there are " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(Cell::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
