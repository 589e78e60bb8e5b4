package org.glusterj.features.acl;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of access control: 102100 to 102199. */
enum AclMessage implements Message {
    KERNEL_CHECKS(102101, Level.INFO, "permissions are checked by the kernel of the brick", "node");

    private final Text text;

    AclMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
