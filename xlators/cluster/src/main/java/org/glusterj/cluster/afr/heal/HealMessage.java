package org.glusterj.cluster.afr.heal;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of self-heal, 108500 to 108599. */
enum HealMessage implements Message {
    HEALED(108501, Level.INFO, "copies are equal again", "kind", "gfid", "source", "sinks"),
    NOT_HEALED(108502, Level.WARN, "copies differ still", "gfid", "why"),
    SPLIT_BRAIN(108503, Level.ERROR, "copies accuse each other", "gfid", "why"),
    UNLOCK_FAILED(108504, Level.WARN, "a lock could not be given back", "subvolume", "errno"),
    NOT_LOCKED(108505, Level.DEBUG, "a copy could not be locked", "subvolume", "why"),
    PUT_ASIDE(
            108506,
            Level.INFO,
            "what lost its name on one copy is kept aside",
            "directory",
            "name",
            "gfid",
            "subvolume"),
    REMOVED(
            108507,
            Level.INFO,
            "a copy is removed that the others do not have",
            "directory",
            "name",
            "gfid",
            "subvolume"),
    SINK_FAILED(108508, Level.WARN, "a copy could not be healed", "gfid", "subvolume", "why"),
    CRAWL_BEGINS(108509, Level.DEBUG, "looking for copies to heal", "subvolume", "what"),
    CRAWL_ENDED(
            108510,
            Level.INFO,
            "looked for copies to heal",
            "subvolume",
            "what",
            "healed",
            "failed",
            "split-brain"),
    CRAWL_FAILED(108511, Level.WARN, "looking for copies to heal failed", "subvolume", "why"),
    FAVOURED(
            108512,
            Level.WARN,
            "split-brain is resolved as the volume's options say",
            "gfid",
            "source",
            "policy"),
    TABLE_FULL(108513, Level.WARN, "names are left for the next crawl", "directory");

    private final Text text;

    HealMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
