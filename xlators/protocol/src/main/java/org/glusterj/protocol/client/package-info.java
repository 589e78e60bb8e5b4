/**
 * Type {@code protocol/client}: one brick, reached over the wire. Callers encode and queue on their own threads, event
 * loops decode replies and wake, and one ordered virtual thread per translator delivers events to the parents. The
 * translator owns its connection; fds own their remote numbers through slots.
 *
 * <pre>
 *   ProtocolClient ── fops ──> Session (one connection's life) ── FopCall ──> RpcConnection
 *        │                         └ OpenFds: which fd has which number, re-opened on the next session
 *        └ Link: connect → DUMP → PORTBYBRICK → connect → DUMP → SETVOLUME → re-open → up → (lost) → again
 * </pre>
 *
 * <p>Lock order: {@code Link} before everything else; {@code Events} and {@code InFlight} are leaves.
 */
package org.glusterj.protocol.client;
