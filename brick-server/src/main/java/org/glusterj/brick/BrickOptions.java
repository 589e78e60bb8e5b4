package org.glusterj.brick;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Name;

/**
 * What {@code glusterj brick} was asked to do.
 *
 * @param volfile a file, or null when the volfile comes from {@code server}
 * @param server the management endpoint, or null
 * @param brickName the name that the brick signs in with, a byte string
 * @param brickPort 0 = the first free one
 * @param socket where bricks are attached and detached; with a server by the operations of its glusterd. Null for the
 *     one brick that the other options name
 * @param xlatorOptions for nodes of volfiles
 */
record BrickOptions(
        Path volfile,
        ListenAddress server,
        String volfileId,
        String brickName,
        int brickPort,
        ListenAddress listen,
        Path socket,
        List<XlatorOption> xlatorOptions) {
    static final String USAGE =
            "usage: glusterj brick --volfile FILE [--listen ADDR] [--brick-port N]\n"
                    + "       glusterj brick -s HOST[:PORT] --volfile-id ID --brick-name PATH\n"
                    + "           [--socket PATH] [--xlator-option NODE.KEY=VALUE ...]\n"
                    + "           [--listen ADDR] [--brick-port N]\n"
                    + "       glusterj brick --socket PATH [--listen ADDR] [--brick-port N]\n";

    static BrickOptions parse(String[] args) throws UsageException {
        Path volfile = null;
        ListenAddress server = null;
        var volfileId = "";
        var brickName = "";
        int brickPort = 0;
        Path socket = null;
        var listen = new ListenAddress("", 0);
        var xlatorOptions = new ArrayList<XlatorOption>();
        for (var option : OptionWords.of(args)) {
            switch (option.name()) {
                case "--volfile", "-f" -> volfile = path(option);
                case "-S", "--socket" -> socket = path(option);
                case "-s", "--volfile-server" ->
                        server =
                                ListenAddress.parse(
                                        option.value(), ClientVolfile.DEFAULT_MANAGEMENT_PORT);
                case "--volfile-id" -> volfileId = Name.ofText(option.value());
                case "--brick-name" -> brickName = Name.ofText(option.value());
                case "--brick-port" ->
                        brickPort = ListenAddress.port("--brick-port", option.value());
                case "--xlator-option" ->
                        xlatorOptions.add(XlatorOption.parse(Name.ofText(option.value())));
                case "--listen" -> listen = ListenAddress.parse(option.value(), 0);
                default -> throw new UsageException("unknown option " + option.name());
            }
        }
        if (socket != null && volfile != null) {
            throw new UsageException("--socket does not go with --volfile");
        }
        if (socket == null && (volfile == null) == (server == null)) {
            throw new UsageException("give either --volfile or -s");
        }
        if (server != null && (volfileId.isEmpty() || brickName.isEmpty())) {
            throw new UsageException("-s needs --volfile-id and --brick-name");
        }
        return new BrickOptions(
                volfile,
                server,
                volfileId,
                brickName,
                brickPort,
                listen,
                socket,
                List.copyOf(xlatorOptions));
    }

    private static Path path(OptionWords.Word option) throws UsageException {
        try {
            return Path.of(option.value());
        } catch (InvalidPathException e) {
            throw new UsageException(option.name() + " " + option.value() + ": " + e.getMessage());
        }
    }
}
