package org.glusterj.gfapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.Test;

class MountTest {
    /** Ends the one fop under way at the third park, and notes who parked with the interrupt flag set. */
    private static Environment endingAtTheThirdPark(
            AtomicReference<Mount> mount, List<Boolean> parks) {
        return (Environment)
                java.lang.reflect.Proxy.newProxyInstance(
                        MountTest.class.getClassLoader(),
                        new Class<?>[] {Environment.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("parkUntil")) {
                                return method.invoke(SystemEnvironment.get(), arguments);
                            }
                            parks.add(Thread.currentThread().isInterrupted());
                            if (parks.size() == 3) {
                                mount.get().leave();
                            }
                            return null;
                        });
    }

    @Test
    void closingWaitsForFopsUnderWayWithoutSpinningWhenInterrupted() throws Exception {
        var mount = new AtomicReference<Mount>();
        var parks = new ArrayList<Boolean>();
        var ended = new ArrayList<Integer>();
        mount.set(
                new Mount(endingAtTheThirdPark(mount, parks), null, () -> ended.add(parks.size())));
        mount.get().enter();
        Thread.currentThread().interrupt();
        mount.get().close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).containsExactly(3);
        assertThat(parks).containsExactly(true, false, false);
        assertThat(mount.get().isOpen()).isFalse();
        assertThatThrownBy(mount.get()::enter).isInstanceOf(FopException.class);
        mount.get().close();
        assertThat(ended).hasSize(1);
    }
}
