package org.glusterj.management.stock;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of port 24007, 106080 to 106099. */
enum StockMessage implements Message {
    STOCK_LISTENS(106080, Level.INFO, "volfiles are handed out", "address"),
    VOLFILE_BUG(106082, Level.ERROR, "a volfile could not be made", "key");

    private final Text text;

    StockMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
