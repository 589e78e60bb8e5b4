package org.glusterj.gfapi.nio;

import java.util.List;
import java.util.regex.Pattern;

/** Where a volume answers otherwise than the disk, and why it is meant so. */
final class Otherwise {
    /** The whole of name and both answers is what the patterns match. */
    private record Rule(String why, Pattern name, Pattern disk, Pattern volume) {
        Rule(String why, String name, String disk, String volume) {
            this(why, Pattern.compile(name), Pattern.compile(disk), Pattern.compile(volume));
        }

        boolean matches(String asked, String onDisk, String onVolume) {
            return name.matcher(asked).matches()
                    && disk.matcher(onDisk).matches()
                    && volume.matcher(onVolume).matches();
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "a directory is not opened as a file, so the failure names it",
                            ".*",
                            "IOException|UncheckedIOException|a directory"
                                    + "|NonWritableChannelException",
                            "FileSystemException .* null Is a directory"),
                    new Rule(
                            "the failure to open a link itself names it",
                            ".*",
                            "IOException",
                            "FileSystemException .*symbolic links .NOFOLLOW_LINKS specified."),
                    new Rule(
                            "the disk's provider cannot ask a link itself for attributes",
                            "(attributes|names of) user:.* itself (to-file|to-full|dangling|loop)",
                            "FileSystemException .* Too many levels.*",
                            ".* No data available|\\[]"),
                    new Rule("volumes have no DOS attributes", "dos .*", ".*", "Unsupported.*"),
                    new Rule(
                            "the disk's provider tells more than the errno",
                            "attributes user:.*",
                            ".*: No data available",
                            ".* null No data available"),
                    new Rule(
                            "a failed toRealPath names the path as it was given",
                            "toRealPath itself empty/../none",
                            "NoSuchFileException @/none null",
                            "NoSuchFileException @/empty/../none null"),
                    new Rule(
                            "the disk's provider removes the link before it copies what it led to",
                            "copy to-file to-file .REPLACE_EXISTING.*",
                            "NoSuchFileException @/to-file null",
                            "@/to-file"),
                    new Rule(
                            "an atomic move onto a full directory has the same class as another",
                            "move .*ATOMIC_MOVE.*",
                            "FileSystemException .* Directory not empty",
                            "DirectoryNotEmptyException .* null"),
                    new Rule(
                            "a file onto a directory above it: two things are wrong",
                            "move .*  .*ATOMIC_MOVE.*",
                            "FileSystemException .* Directory not empty",
                            "FileSystemException .* Is a directory"));

    private Otherwise() {}

    static boolean is(String name, String disk, String volume) {
        return RULES.stream().anyMatch(rule -> rule.matches(name, disk, volume));
    }
}
