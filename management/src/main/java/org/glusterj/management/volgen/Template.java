package org.glusterj.management.volgen;

import java.util.List;

/** What a graph is made of, as {@link TemplateParser} read it: steps from the bottom of the graph to its top. */
record Template(List<Step> steps) {
    Template {
        steps = List.copyOf(steps);
    }

    sealed interface Step {}

    /** How many nodes a {@link NodeStep} makes, and over which of those there are without a parent. */
    enum Each {
        /** One over all. */
        ALL,
        /** One for each brick, without children. */
        BRICK,
        /** One over each replica or disperse set. */
        SET,
        /** One over each. */
        SUBVOLUME,
        /** One without children, beside the others. */
        BESIDE
    }

    /**
     * @param bare takes no options of its type, only those for graphs of the role
     */
    record NodeStep(
            String name,
            String type,
            Each each,
            boolean bare,
            List<Setting> settings,
            Condition when)
            implements Step {
        NodeStep {
            settings = List.copyOf(settings);
        }
    }

    /** Left out when the value is of something that is not there. */
    record Setting(String key, String value, Condition when) {}

    /** Where plug-ins may put nodes. */
    record PlaceStep(String place) implements Step {}

    /** After all options: sets one on every node of a type. */
    record AlterStep(String type, String key, String value) implements Step {}

    record RefuseStep(Condition when, String message) implements Step {}
}
