package org.glusterj.management.stock;

/** This node's bricks as port 24007 needs them; names are byte strings. Answers from memory. */
public interface BrickTable {
    /** 0 while the brick is not served by a process that the manager looks after. */
    int portOf(String brick);

    /** A brick on that port, or null. */
    String brickOn(int port);

    /** Whether a started volume has that brick on this node. */
    boolean isOfThisNode(String brick);
}
