package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.dict.OldDict;
import org.glusterj.program.DictReply;
import org.glusterj.protocol.client.SetVolume.Verdict;
import org.junit.jupiter.api.Test;

class SetVolumeTest {
    private static Verdict judge(int opRet, int opErrno, OldDict dict, String volumeId) {
        return SetVolume.judge(new DictReply(opRet, opErrno, dict), "/b", volumeId);
    }

    @Test
    void ourKeysWinOverOptionsOfTheSameName() {
        var dict = SetVolume.request(Map.of("fops-version", "1", "k", "v"), "me", "test", null);
        assertThat(dict.number("fops-version", 0)).isEqualTo(1298437);
        assertThat(dict.text("k", "")).isEqualTo("v");
        assertThat(dict.text("process-uuid", "")).isEqualTo("me");
        assertThat(dict.text("process-name", "")).isEqualTo("test");
    }

    @Test
    void anAnswerWithoutDictionaryIsASuccess() {
        assertThat(judge(0, 22, OldDict.none(), null))
                .isEqualTo(new Verdict.Accepted(null, null, 0, false, true));
    }

    @Test
    void aMissingVolumeIdIsNoOtherVolume() {
        assertThat(judge(0, 0, OldDict.none(), "id"))
                .isEqualTo(new Verdict.Accepted(null, null, 0, false, true));
        assertThat(judge(0, 0, OldDict.empty().putText("volume-id", "x"), "id"))
                .isEqualTo(new Verdict.OtherVolume("id", "x"));
    }

    @Test
    void childUpZeroMeansDown() {
        assertThat(judge(0, 0, OldDict.empty().putNumber("child_up", 0), null))
                .isEqualTo(new Verdict.Accepted(null, null, 0, false, false));
    }

    @Test
    void refusalsSayWhetherTryingAgainHelps() {
        var error = OldDict.empty().putText("ERROR", "no");
        assertThat(((Verdict.Refused) judge(-1, 13, error, null)).lasting()).isTrue();
        assertThat(((Verdict.Refused) judge(-1, 2, error, null)).errno()).isEqualTo(Errno.ENOENT);
        var stale = (Verdict.Refused) judge(-1, 116, error, null);
        assertThat(stale.lasting()).isFalse();
        assertThat(stale.volfileStale()).isTrue();
        assertThat(((Verdict.Refused) judge(-1, 0, error, null)).errno()).isEqualTo(Errno.EIO);
    }
}
