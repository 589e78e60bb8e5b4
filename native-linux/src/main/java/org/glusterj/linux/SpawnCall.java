package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns a {@link Spawn} into {@code posix_spawnp}. Rare, so it allocates from an arena of its own. Stateless. */
final class SpawnCall {

    private static final MethodHandle SPAWN =
            Downcall.plain("posix_spawnp", INT, PTR, PTR, PTR, PTR, PTR, PTR);
    private static final MethodHandle INIT =
            Downcall.plain("posix_spawn_file_actions_init", INT, PTR);
    private static final MethodHandle DESTROY =
            Downcall.plain("posix_spawn_file_actions_destroy", INT, PTR);
    private static final MethodHandle DUP2 =
            Downcall.plain("posix_spawn_file_actions_adddup2", INT, PTR, INT, INT);
    private static final MethodHandle OPEN =
            Downcall.plain("posix_spawn_file_actions_addopen", INT, PTR, INT, PTR, INT, INT);
    private static final String CLOSE_FROM_NAME = "posix_spawn_file_actions_addclosefrom_np";
    private static final MethodHandle CLOSE_FROM =
            Downcall.has(CLOSE_FROM_NAME) ? Downcall.plain(CLOSE_FROM_NAME, INT, PTR, INT) : null;

    /** {@code posix_spawn_file_actions_t} is 80 bytes in glibc; spare for other versions. */
    private static final int ACTIONS_BYTES = 256;

    private SpawnCall() {}

    /** The child's pid, or minus errno. */
    static int run(Spawn child) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ACTIONS_BYTES, 16);
            int error = (int) INIT.invokeExact(actions);
            if (error != 0) {
                return -error;
            }
            try {
                error = fill(actions, child, arena);
                return error != 0 ? -error : run(child, actions, arena);
            } finally {
                int ignored = (int) DESTROY.invokeExact(actions);
            }
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    private static int run(Spawn child, MemorySegment actions, Arena arena) throws Throwable {
        MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment argv = strings(child.command(), arena);
        MemorySegment envp = strings(child.environment(), arena);
        MemorySegment file = string(child.command().getFirst(), arena);
        int error = (int) SPAWN.invokeExact(pid, file, actions, MemorySegment.NULL, argv, envp);
        return error != 0 ? -error : pid.get(ValueLayout.JAVA_INT, 0);
    }

    /** Adds the child's descriptor changes; 0 or a (positive) errno. */
    private static int fill(MemorySegment actions, Spawn child, Arena arena) throws Throwable {
        int error = 0;
        int above = 3;
        if (child.quiet()) {
            MemorySegment devNull = string("/dev/null", arena);
            error = (int) OPEN.invokeExact(actions, 0, devNull, OpenFlags.O_RDONLY, 0);
            if (error == 0) {
                error = (int) OPEN.invokeExact(actions, 1, devNull, OpenFlags.O_WRONLY, 0);
            }
        }
        for (Spawn.Given given : child.given()) {
            if (error == 0) {
                error = (int) DUP2.invokeExact(actions, given.parent(), given.child());
            }
            above = Math.max(above, given.child() + 1);
        }
        if (error == 0 && CLOSE_FROM != null) {
            error = (int) CLOSE_FROM.invokeExact(actions, above);
        }
        return error;
    }

    private static MemorySegment strings(List<String> texts, Arena arena) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, string(texts.get(i), arena));
        }
        return array;
    }

    private static MemorySegment string(String text, Arena arena) {
        return arena.allocateFrom(text, StandardCharsets.ISO_8859_1);
    }
}
