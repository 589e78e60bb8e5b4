package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

/** As captured from a stock brick of a dispersed volume. */
class CreateEchoTest {
    private static final Xdata ASKED =
            Xdata.EMPTY
                    .withString("glusterfs.inodelk-dom-count", "v-disperse-0")
                    .withBytes("trusted.ec.size", new byte[8]);

    @Test
    void theRequestComesBackWithoutItsQuestions() {
        var told = Xdata.EMPTY.withInt("glusterfs.inodelk-count", 1);
        assertThat(CreateEcho.of(ASKED, told).keyList())
                .containsExactly("glusterfs.inodelk-count", "trusted.ec.size");
        assertThat(CreateEcho.of(ASKED, Xdata.NULL).keyList()).containsExactly("trusted.ec.size");
    }

    @Test
    void whatTheGraphSaysStays() {
        var told = Xdata.EMPTY.withBytes("trusted.ec.size", new byte[] {1});
        assertThat(CreateEcho.of(ASKED, told)).isEqualTo(told);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(CreateEcho.of(Xdata.NULL, Xdata.NULL)).isSameAs(Xdata.NULL);
        assertThat(CreateEcho.of(Xdata.EMPTY, Xdata.NULL)).isSameAs(Xdata.EMPTY);
    }
}
