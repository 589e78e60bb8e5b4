package org.glusterj.tests.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MethodsTest {
    @Test
    void methodsAndConstructorsAreMeasured() {
        var lines =
                """
                class A {
                    private int x = call();

                    A(int x) {
                        this.x = x;
                    }

                    @Override
                    public <T extends B> T one(
                            int a, int b) throws C {
                        if (a > b) {
                            return two();
                        }
                        return null;
                    }

                    abstract void none(int a);
                }
                """
                        .lines()
                        .toList();
        assertThat(Methods.of(lines))
                .isEqualTo(List.of(new Methods.Method(4, 3), new Methods.Method(9, 7)));
    }
}
