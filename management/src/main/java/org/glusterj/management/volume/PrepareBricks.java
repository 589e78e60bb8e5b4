package org.glusterj.management.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;

/**
 * Makes the directories of a node's new bricks fit for a volume: checks them as stock does, creates those that are
 * missing and marks them with the volume's id. Undoing removes the mark and the directories that it made. Stateless but
 * for what it is given; every node's bricks are told apart by {@code self}.
 */
final class PrepareBricks implements Action {
    static final String NAME = "bricks.prepare";

    private static final Log LOG = Log.of(PrepareBricks.class);

    /**
     * @param force stock's word at the end of the command
     * @param copies they will be filled with what other bricks have, so they must be empty
     */
    record Arguments(UUID volume, List<Brick> bricks, boolean force, boolean copies) {}

    private final UUID self;
    private final VolumeRecords volumes;

    PrepareBricks(UUID self, VolumeRecords volumes) {
        this.self = self;
        this.volumes = volumes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var arguments = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        for (var brick : arguments.bricks()) {
            if (brick.peer().equals(self)) {
                requireFree(self, volumes, brick, arguments.volume());
                prepare(brick, arguments);
            }
        }
        return "";
    }

    /** No other brick of the node {@code self} may be above, below or at the place. */
    static void requireFree(UUID self, VolumeRecords volumes, Brick brick, UUID volume)
            throws ActionException {
        if (!isFree(self, volumes, brick, volume)) {
            throw new ActionException(
                    "Brick: "
                            + brick.name()
                            + " not available. Brick may be containing or be contained by"
                            + " an existing brick.");
        }
    }

    private static boolean isFree(UUID self, VolumeRecords volumes, Brick brick, UUID volume) {
        var mine = real(Path.of(brick.path()));
        for (var other : volumes.known()) {
            for (var taken : other.bricks()) {
                if (!taken.peer().equals(self) || isOwn(other, volume, taken, brick)) {
                    continue;
                }
                var theirs = real(Path.of(taken.path()));
                if (mine.startsWith(theirs) || theirs.startsWith(mine)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A repeated step finds its own brick. */
    private static boolean isOwn(Volume other, UUID volume, Brick taken, Brick brick) {
        return other.id().equals(volume)
                && taken.number() == brick.number()
                && taken.path().equals(brick.path());
    }

    /** With links resolved as far as the path exists. */
    private static Path real(Path path) {
        var plain = path.normalize();
        for (var above = plain; above != null; above = above.getParent()) {
            try {
                return above.toRealPath().resolve(above.relativize(plain)).normalize();
            } catch (IOException missing) {
                continue;
            }
        }
        return plain;
    }

    private void prepare(Brick brick, Arguments arguments) throws ActionException {
        var mark = new BrickMark(brick);
        var directory = Path.of(brick.path());
        if (!makeDirectory(brick, directory)) {
            var present = mark.volume();
            if (arguments.volume().equals(present)) {
                if (arguments.copies()) {
                    requireEmpty(brick, directory);
                    mark.writeEmpty();
                }
                return;
            }
        } else {
            mark.madeHere(arguments.volume());
        }
        if (!arguments.force()) {
            requireGoodPlace(brick, directory);
            mark.requireUnused();
        }
        if (arguments.copies()) {
            requireEmpty(brick, directory);
            mark.writeEmpty();
        }
        mark.write(arguments.volume());
    }

    /** Whether it was missing. */
    static boolean makeDirectory(Brick brick, Path directory) throws ActionException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(directory)) {
                throw new ActionException(
                        "The provided path "
                                + brick.path()
                                + " which is already present, is not a directory");
            }
            return false;
        }
        try {
            Files.createDirectory(directory);
            return true;
        } catch (IOException e) {
            throw new ActionException(
                    "Failed to create brick directory for brick "
                            + brick.name()
                            + ". Reason : "
                            + BrickMark.reason(e)
                            + " ");
        }
    }

    /** What a heal finds in a new copy it removes, or takes for what is there already. */
    static void requireEmpty(Brick brick, Path directory) throws ActionException {
        try (var names = Files.newDirectoryStream(directory)) {
            if (names.iterator().hasNext()) {
                throw new ActionException(
                        "Brick "
                                + brick.name()
                                + " is not empty. A brick that is to be filled with copies must be"
                                + " an empty directory.");
            }
        } catch (IOException e) {
            throw new ActionException(
                    "Brick " + brick.name() + " cannot be examined: " + BrickMark.reason(e));
        }
    }

    private static void requireGoodPlace(Brick brick, Path directory) throws ActionException {
        try {
            var own = Files.getAttribute(directory, "unix:dev");
            if (own.equals(Files.getAttribute(Path.of("/"), "unix:dev"))) {
                throw new ActionException(
                        "The brick "
                                + brick.name()
                                + " is being created in the root partition. It is recommended that"
                                + " you don't use the system's root partition for storage backend."
                                + " Or use 'force' at the end of the command if you want to"
                                + " override this behavior.");
            }
            var parent = directory.toRealPath().getParent();
            if (parent == null || !own.equals(Files.getAttribute(parent, "unix:dev"))) {
                throw new ActionException(
                        "The brick "
                                + brick.name()
                                + " is a mount point. Please create a sub-directory under the mount"
                                + " point and use that as the brick directory. Or use 'force' at"
                                + " the end of the command if you want to override this behavior.");
            }
        } catch (IOException e) {
            throw new ActionException(
                    "Brick " + brick.name() + " cannot be examined: " + BrickMark.reason(e));
        }
    }

    /** What was refused because it is a brick already, perhaps of the same volume, keeps its mark. */
    @Override
    public void undo(Call call) {
        var arguments = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        for (var brick : arguments.bricks()) {
            if (brick.peer().equals(self) && isFree(self, volumes, brick, arguments.volume())) {
                try {
                    new BrickMark(brick).remove(arguments.volume());
                } catch (ActionException e) {
                    LOG.say(VolumeMessage.MARK_LEFT, brick.name(), e.getMessage());
                }
            }
        }
    }
}
