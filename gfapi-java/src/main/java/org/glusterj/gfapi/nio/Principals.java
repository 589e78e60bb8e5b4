package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Users and groups of a volume: it knows numbers, their names are those of this machine's {@code /etc/passwd} and
 * {@code /etc/group}, and a number without a name is its own name. Reads the files each time; stateless.
 */
final class Principals extends UserPrincipalLookupService {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final Path GROUP = Path.of("/etc/group");

    record User(int id, String name) implements UserPrincipal {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof User that && that.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Group(int id, String name) implements GroupPrincipal {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Group that && that.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static User user(int uid) {
        return new User(uid, name(PASSWD, uid));
    }

    static Group group(int gid) {
        return new Group(gid, name(GROUP, gid));
    }

    /** @throws ProviderMismatchException for a principal that is not of this provider */
    static int uid(UserPrincipal principal) {
        if (principal instanceof User user) {
            return user.id();
        }
        throw new ProviderMismatchException(
                "not a user of a volume: " + Objects.requireNonNull(principal));
    }

    static int gid(GroupPrincipal principal) {
        if (principal instanceof Group group) {
            return group.id();
        }
        throw new ProviderMismatchException(
                "not a group of a volume: " + Objects.requireNonNull(principal));
    }

    @Override
    public UserPrincipal lookupPrincipalByName(String name) throws IOException {
        return user(id(PASSWD, name).orElseThrow(() -> new UserPrincipalNotFoundException(name)));
    }

    @Override
    public GroupPrincipal lookupPrincipalByGroupName(String name) throws IOException {
        return group(id(GROUP, name).orElseThrow(() -> new UserPrincipalNotFoundException(name)));
    }

    private static String name(Path file, int id) {
        var wanted = Integer.toUnsignedString(id);
        try (var lines = Files.lines(file)) {
            return lines.map(line -> line.split(":", 4))
                    .filter(fields -> fields.length > 2 && fields[2].equals(wanted))
                    .map(fields -> fields[0])
                    .findFirst()
                    .orElse(wanted);
        } catch (IOException | java.io.UncheckedIOException e) {
            return wanted;
        }
    }

    private static OptionalInt id(Path file, String name) {
        try (var lines = Files.lines(file)) {
            var found =
                    lines.map(line -> line.split(":", 4))
                            .filter(fields -> fields.length > 2 && fields[0].equals(name))
                            .mapToInt(fields -> Integer.parseUnsignedInt(fields[2]))
                            .findFirst();
            return found.isPresent() ? found : number(name);
        } catch (IOException | java.io.UncheckedIOException | NumberFormatException e) {
            return number(name);
        }
    }

    private static OptionalInt number(String name) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(name));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
