package org.glusterj.cli.heal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.glusterj.cluster.afr.heal.Settled;
import org.glusterj.cluster.afr.heal.Settlement;
import org.glusterj.cluster.afr.heal.Verdict;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.Name;

/**
 * {@code volume heal V split-brain} on the sets of copies of a volume: which set has the file, and what is said of it,
 * in the words and with the exit codes of stock's glfsheal 10.3 (captured), odd ones too. Used by one thread.
 */
final class SplitBrains {
    private static final String BY_GFID = "gfid:";
    private static final int FAILED = 1;

    /** Of a name that cannot be looked up: of one that stands for two types, and of any other. */
    private static final int TWO_TYPES = 2;

    private static final int NO_NAME = 22;

    private final HealGraphs graphs;
    private final SplitBrainOptions asked;
    private final List<String> lines = new ArrayList<>();

    SplitBrains(HealGraphs graphs, SplitBrainOptions asked) {
        this.graphs = graphs;
        this.asked = asked;
    }

    /** What there is to be shown, after {@link #run}. */
    List<String> lines() {
        return lines;
    }

    /** Returns stock's exit code. */
    int run() {
        Graph home = null;
        if (asked.kind() == Verdict.Kind.SOURCE) {
            home = graphs.withBrick(asked.brick());
            if (home == null) {
                lines.add("\"" + asked.brick() + "\"- No such brick available in the volume.");
                return asked.file() == null ? counted(FAILED, Errno.EPERM, 0) : FAILED;
            }
        }
        return asked.file() == null ? all(home) : file(asked.file());
    }

    private Verdict verdict(Graph graph) {
        int copy =
                asked.kind() == Verdict.Kind.SOURCE ? HealGraphs.brick(graph, asked.brick()) : -1;
        return new Verdict(asked.kind(), copy);
    }

    private int file(String file) {
        if (file.startsWith(BY_GFID)) {
            return gfid(file);
        }
        if (!file.startsWith("/")) {
            lines.add("<FILE> must be absolute path w.r.t. the volume, starting with '/'");
            return FAILED;
        }
        var path = Name.ofText(file);
        return tell(file, everywhere(settlement -> settlement.path(path)));
    }

    private int gfid(String file) {
        Gfid gfid;
        try {
            gfid = Gfid.parse(file.substring(BY_GFID.length()));
        } catch (IllegalArgumentException notOne) {
            return tell(file, new Settled(Settled.Kind.LOOKUP_FAILED, false, "", Errno.EINVAL));
        }
        return tell(file, everywhere(settlement -> settlement.inode(gfid)));
    }

    /** A file is in one set of copies, a directory in all. */
    private Settled everywhere(Function<Settlement, Settled> how) {
        Settled best = null;
        for (var graph : graphs.all()) {
            var settled = how.apply(HealGraphs.of(graph).settlement(verdict(graph)));
            if (best == null || rank(settled) > rank(best)) {
                best = settled;
            }
            if (!settled.isMissing() && !settled.directory()) {
                break;
            }
        }
        return best;
    }

    /** What says most of an object that several sets have. */
    private static int rank(Settled settled) {
        if (settled.isMissing()) {
            return settled.kind() == Settled.Kind.PARENT_FAILED ? 0 : 1;
        }
        return switch (settled.kind()) {
            case REFUSED -> 2;
            case HEALED -> 3;
            case NAME, NAME_OPEN, NO_FILE, PARENT_FAILED, LOOKUP_FAILED, FAILED -> 4;
        };
    }

    private int tell(String file, Settled settled) {
        boolean reached =
                switch (settled.kind()) {
                    case HEALED, REFUSED, FAILED -> true;
                    case NAME, NAME_OPEN, NO_FILE, PARENT_FAILED, LOOKUP_FAILED -> false;
                };
        if (reached && settled.directory() && asked.kind() == Verdict.Kind.SOURCE) {
            lines.add(
                    "'source-brick' option used on a directory ("
                            + file
                            + "). Performing conservative merge.");
        }
        return switch (settled.kind()) {
            case HEALED -> said("Healed " + file + ".", 0);
            case NAME -> said("GFID split-brain resolved for file " + file, 0);
            case NAME_OPEN -> {
                lines.add("Lookup failed on " + file + ":" + Errno.EIO.text() + ".");
                yield said(settled.why() + " for file " + file, 0);
            }
            case NO_FILE -> said("'bigger-file' not a valid option for directories.", FAILED);
            case PARENT_FAILED ->
                    said("Lookup failed on " + above(file) + ":" + settled.errno().text(), FAILED);
            case LOOKUP_FAILED ->
                    said(
                            "Lookup failed on " + file + ":" + settled.errno().text() + ".",
                            code(file, settled.errno()));
            case REFUSED -> said("Healing " + file + " failed: " + settled.why() + ".", FAILED);
            case FAILED -> {
                // Names that stay in split-brain are no errno of their own to stock.
                boolean names = settled.directory() && settled.errno() == Errno.EIO;
                var errno = names ? Errno.EPERM : settled.errno();
                yield said("Healing " + file + " failed:" + errno.text() + ".", errno.code());
            }
        };
    }

    private int said(String line, int code) {
        lines.add(line);
        return code;
    }

    private static int code(String file, Errno errno) {
        if (file.startsWith(BY_GFID)) {
            return errno.code();
        }
        return errno == Errno.EIO ? TWO_TYPES : NO_NAME;
    }

    private static String above(String file) {
        var path = file.replaceAll("/+$", "");
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** All that the brick has on its lists. */
    private int all(Graph home) {
        var settlement = HealGraphs.of(home).settlement(verdict(home));
        var healed = new int[1];
        try {
            settlement.listed(
                    gfid -> {
                        var settled = settlement.inode(gfid);
                        tell(BY_GFID + gfid, settled);
                        healed[0] += settled.kind() == Settled.Kind.HEALED ? 1 : 0;
                    });
            return counted(0, null, healed[0]);
        } catch (FopException why) {
            return counted(why.errno().code(), why.errno(), healed[0]);
        }
    }

    private int counted(int code, Errno failure, int healed) {
        lines.add(
                failure == null
                        ? "Status: Connected"
                        : healed == 0
                                ? "Status: " + failure.text()
                                : "Status: Failed to process entries completely. ("
                                        + failure.text()
                                        + ")");
        lines.add("Number of healed entries: " + (failure != null && healed == 0 ? "-" : healed));
        lines.add("");
        return code;
    }
}
