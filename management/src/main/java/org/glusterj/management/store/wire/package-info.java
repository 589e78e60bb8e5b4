/**
 * How managers of a pool reach each other: one TCP port, on which a member that knows the pool's secret makes
 * calls, and anybody may knock.
 *
 * <pre>
 * caller                                       called
 *   "GJW1", byte mode, ...            →
 *   mode member: pool, from, to, nonce →
 *                                      ←  byte 0, nonce, proof("called")
 *   proof("caller")                    →
 *                                      ←  byte 0
 *   {length, call, kind, body}…        →
 *                                      ←  {length, call, 0 = answer | 1 = text of the failure, body}…
 *   mode stranger: length, question    →
 *                                      ←  byte 0, length, answer;  then both close
 * </pre>
 *
 * All numbers are big-endian. In place of byte 0 byte 1 and a text say why not. A proof is HMAC-SHA-256 with the
 * pool's secret over a word, the pool, both names and both nonces: it keeps strangers out, but nothing after it is
 * encrypted or signed; {@link org.glusterj.management.store.wire.Sockets} is where TLS goes. Lock order: a line's
 * {@code connecting} before its {@code writing}.
 */
package org.glusterj.management.store.wire;
