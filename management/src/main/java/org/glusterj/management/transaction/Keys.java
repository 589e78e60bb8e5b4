package org.glusterj.management.transaction;

import java.util.UUID;

/** Where transactions are in the store. */
final class Keys {
    static final String RECORDS = "transactions/";
    static final String LOCKS = "locks/";
    private static final String BEAT = "beat";

    private Keys() {}

    /** What is under a key: a record, a beat of its driver, or an outcome. */
    record Place(String id, Kind kind, Part part) {
        enum Kind {
            RECORD,
            BEAT,
            OUTCOME
        }
    }

    /** One node's part in one step. */
    record Part(int step, UUID node) {}

    static String record(String id) {
        return RECORDS + id;
    }

    static String beat(String id) {
        return RECORDS + id + "/" + BEAT;
    }

    static String outcome(String id, Part part) {
        return RECORDS + id + "/" + part.step() + "/" + part.node();
    }

    static String lock(String name) {
        return LOCKS + name;
    }

    /** @throws IllegalArgumentException when {@code key} is none of ours */
    static Place place(String key) {
        var parts = key.substring(RECORDS.length()).split("/");
        return switch (parts.length) {
            case 1 -> new Place(parts[0], Place.Kind.RECORD, null);
            case 2 -> new Place(parts[0], Place.Kind.BEAT, null);
            case 3 ->
                    new Place(
                            parts[0],
                            Place.Kind.OUTCOME,
                            new Part(Integer.parseInt(parts[1]), UUID.fromString(parts[2])));
            default -> throw new IllegalArgumentException("not a key of transactions: " + key);
        };
    }
}
