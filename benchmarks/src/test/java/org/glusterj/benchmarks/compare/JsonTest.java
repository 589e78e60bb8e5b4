package org.glusterj.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEveryKindOfValue() {
        var value =
                Json.object(
                        "text",
                        "a \"quoted\" \\ line\n",
                        "number",
                        1.5,
                        "unknown",
                        Double.NaN,
                        "absent",
                        null,
                        "flag",
                        true,
                        "cell",
                        Cell.STOCK_STOCK,
                        "list",
                        List.of(1, List.of()));
        assertThat(Json.text(value))
                .isEqualTo(
                        """
                        {
                          "text": "a \\"quoted\\" \\\\ line\\u000a",
                          "number": 1.5,
                          "unknown": null,
                          "absent": null,
                          "flag": true,
                          "cell": "stock-stock",
                          "list": [
                            1,
                            []
                          ]
                        }
                        """);
    }
}
