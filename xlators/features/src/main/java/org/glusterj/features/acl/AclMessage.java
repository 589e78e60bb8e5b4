package org.glusterj.features.acl;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of access control: 102100 to 102199. */
enum AclMessage implements Message {
    KERNEL_CHECKS(102101, Level.INFO, "permissions are checked by the kernel of the brick", "node");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    AclMessage(int id, Level level, String sentence, String... fields) {
        this.id = id;
        this.level = level;
        this.sentence = sentence;
        this.fields = List.of(fields);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public List<String> fields() {
        return fields;
    }
}
