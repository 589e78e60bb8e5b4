/**
 * The two encodings of GlusterFS dictionaries: typed pairs in fops, untyped ones in handshake and management. Any
 * thread; the codecs keep no state, an {@link org.glusterj.dict.OldDict} is used by one thread at a time. Byte arrays
 * belong to the dictionary they were put into.
 */
package org.glusterj.dict;
