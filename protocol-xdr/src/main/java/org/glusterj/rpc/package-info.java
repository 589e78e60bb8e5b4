/**
 * ONC RPC as GlusterFS speaks it: record marks, call and reply headers, credentials, program numbers. Pure functions
 * and values for any thread; a {@link org.glusterj.rpc.RecordReassembler} belongs to one connection's event loop.
 * Records handed out are owned by whoever asked.
 *
 * <pre>
 * bytes -&gt; RecordReassembler -&gt; record -&gt; RpcHeader (CallHeader | ReplyHeader) -&gt; body codecs of
 * org.glusterj.program
 * </pre>
 */
package org.glusterj.rpc;
