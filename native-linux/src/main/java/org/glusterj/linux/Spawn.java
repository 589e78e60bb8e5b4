package org.glusterj.linux;

import java.util.List;
import java.util.Objects;

/**
 * A child to start by {@code posix_spawnp}: a JVM cannot fork, and {@link ProcessBuilder} closes every descriptor
 * above 2. Immutable; strings are byte strings. The child gets the descriptors of {@code given} at the numbers they
 * name, /dev/null where {@code quiet} says so, and (glibc 2.34 on) nothing else above the highest of them.
 *
 * @param command program, looked up in this process's PATH, and arguments; argv[0] is the program
 * @param environment the whole environment, as {@code NAME=value}
 * @param given descriptors of this process and their numbers in the child; the numbers must not be descriptors given
 *     later in the list
 * @param quiet whether standard input and output are /dev/null
 */
public record Spawn(
        List<String> command, List<String> environment, List<Given> given, boolean quiet) {

    /** Descriptor {@code parent} of this process becomes {@code child} there, without close-on-exec. */
    public record Given(int parent, int child) {
        public Given {
            if (parent == child) {
                throw new IllegalArgumentException("descriptor " + parent + " must change number");
            }
        }
    }

    public Spawn {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        given = List.copyOf(given);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
        Objects.requireNonNull(command.getFirst());
    }
}
