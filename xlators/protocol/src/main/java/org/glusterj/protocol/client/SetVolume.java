package org.glusterj.protocol.client;

import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.OwnKeys;
import org.glusterj.dict.OldDict;
import org.glusterj.program.DictReply;
import org.glusterj.rpc.Programs;

/** What a client says to a brick at SETVOLUME and what it makes of the answer (spec wire-protocol 7.4, 7.5). Pure. */
final class SetVolume {
    private static final int OP_VERSION = 100_000;

    /** The answer, judged. */
    sealed interface Verdict {
        /**
         * @param volumeId null when the brick names none
         * @param memory what its unsynced writes are in; null when it does not tell, as stock bricks
         * @param renameFlags that a RENAME may carry
         * @param allFops the brick takes what no stock brick does
         * @param up the brick serves fops already
         */
        record Accepted(
                String volumeId, String memory, int renameFlags, boolean allFops, boolean up)
                implements Verdict {}

        /**
         * @param lasting nothing but a change at the brick or in the volfile helps
         * @param volfileStale the brick wants the client to fetch its volfile again
         */
        record Refused(Errno errno, String why, boolean lasting, boolean volfileStale)
                implements Verdict {}

        /** The brick is another volume's now. */
        record OtherVolume(String expected, String found) implements Verdict {}
    }

    private SetVolume() {}

    /**
     * @param options all options of the node, which travel along
     * @param identity the client's name on this connection, unlike that of any other connection
     * @param volumeId of an earlier connection; null on the first
     */
    static OldDict request(
            Map<String, String> options, String identity, String processName, String volumeId) {
        var dict = OldDict.empty();
        if (volumeId != null) {
            dict.putText("volume-id", volumeId);
        }
        dict.putNumber("opversion", OP_VERSION)
                .putText("clnt-lk-version", "1")
                .putText("client-version", "10.3")
                .putText("process-name", processName)
                .putText("process-uuid", identity)
                .putText(OwnKeys.DISK_MEMORY, "")
                .putText(OwnKeys.RENAME_FLAGS, "")
                .putText(OwnKeys.ALL_FOPS, "")
                .putNumber("fops-version", Programs.FOPS);
        options.forEach(
                (key, value) -> {
                    if (!dict.contains(key)) {
                        dict.putText(key, value);
                    }
                });
        return dict;
    }

    /** @param volumeId of an earlier connection; null on the first */
    static Verdict judge(DictReply reply, String brick, String volumeId) {
        if (reply.opRet() < 0) {
            return refusal(reply, brick);
        }
        var found = reply.dict().text("volume-id", null);
        if (volumeId != null && found != null && !volumeId.equals(found)) {
            return new Verdict.OtherVolume(volumeId, found);
        }
        var memory = reply.dict().text(OwnKeys.DISK_MEMORY, null);
        int renameFlags = (int) reply.dict().number(OwnKeys.RENAME_FLAGS, 0);
        boolean allFops = reply.dict().number(OwnKeys.ALL_FOPS, 0) != 0;
        boolean up = reply.dict().number("child_up", 1) != 0;
        return new Verdict.Accepted(found, memory, renameFlags, allFops, up);
    }

    private static Verdict refusal(DictReply reply, String brick) {
        var said = reply.dict().text("ERROR", "no reason given");
        int errno = reply.opErrno();
        if (errno == Errno.EACCES.code()) {
            return new Verdict.Refused(
                    Errno.EACCES, "brick " + brick + " refuses us: " + said, true, false);
        }
        if (errno == Errno.ENOENT.code()) {
            return new Verdict.Refused(
                    Errno.ENOENT, "brick " + brick + " is not served there: " + said, true, false);
        }
        return new Verdict.Refused(
                errno == 0 ? Errno.EIO : Errno.of(errno),
                "brick " + brick + ": " + said,
                false,
                errno == Errno.ESTALE.code());
    }
}
