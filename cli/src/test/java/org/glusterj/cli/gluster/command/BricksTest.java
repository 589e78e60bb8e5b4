package org.glusterj.cli.gluster.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts stock 10.3 takes for bricks. */
class BricksTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.1.2.3"})
    void loopbackIsRefused(String host) {
        assertThatThrownBy(() -> Bricks.check(List.of(host + ":/b")))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Please provide a valid hostname/ip other than localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.1.1", "127.5.5.5", "192.0.2.1", "node"})
    void otherHostsAreTaken(String host) {
        assertThatCode(() -> Bricks.check(List.of(host + ":/b"))).doesNotThrowAnyException();
    }
}
