package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class CommonNameTest {
    @Test
    void theCommonNameOfASubjectIsFound() {
        assertThat(CommonName.of(new X500Principal("CN=client1, O=Example, C=DE")))
                .isEqualTo("client1");
    }

    @Test
    void aSubjectWithoutOneHasNone() {
        assertThat(CommonName.of(new X500Principal("O=Example, C=DE"))).isNull();
    }
}
