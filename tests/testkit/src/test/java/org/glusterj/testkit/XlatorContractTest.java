package org.glusterj.testkit;

import java.util.Map;

/** The contract on a translator that changes nothing. */
class XlatorContractTest extends XlatorContract {
    @Override
    protected String type() {
        return "test/recording-parent";
    }

    @Override
    protected Record defaults() {
        return new PlainParent.Options();
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of();
    }

    @Override
    protected Record others() {
        return new PlainParent.Options();
    }
}
