/**
 * The trusted pool: which nodes belong to it ({@code Pool}), who of them votes ({@code Voters}), how a node comes
 * and goes ({@code Invitation}, {@code Warden}).
 *
 * <p>A node is in the pool when its record {@code peers/UUID} is in the store. The leader's warden makes members of
 * the store what the records say: it invites who is missing, removes who is not meant, has an odd number of voters.
 * A node that lost its memory, or stopped being a voter, comes back as a new incarnation: Raft relies on members
 * that remember.
 */
package org.glusterj.management.peer;
