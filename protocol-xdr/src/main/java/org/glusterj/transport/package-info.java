/**
 * Connections: records of bytes in and out, calls matched to replies. Event loops (one per two cores, shared by all
 * connections of the process, daemon threads) run every inbound method here; outbound methods may be called from any
 * thread and only queue. A connection owns its queue and its half-read record; received bodies belong to whom the
 * interfaces say.
 *
 * <pre>
 *   RpcServer ── accepts ──> ServerWire (RpcPeer)     ── calls ──>   RpcHandler
 *   RpcClient ── connects ─> ClientWire (RpcConnection) ── replies ─> RpcCall, callbacks ─> RpcListener
 *                               │ Outbound: many threads queue, the event loop writes in few writev
 *                               └ RecordReassembler: buffers in, records out
 * </pre>
 *
 * <p>Nothing here blocks an event loop, and nothing outside this package sees a Netty channel.
 */
package org.glusterj.transport;
