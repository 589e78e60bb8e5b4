/**
 * XDR words, strings and lists on Netty buffers (RFC 4506 as far as GlusterFS uses it). Any thread, one buffer per
 * thread at a time; nothing here keeps state but the dictionary keys that were read lately. Buffers belong to the
 * caller; a slice handed out carries its own reference.
 */
package org.glusterj.xdr;
