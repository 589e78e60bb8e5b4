/**
 * Bodies of calls and replies per program: file operations, handshake, dump, portmap, callbacks, management. Stateless
 * codecs for any thread. A decoded WRITE, PUT or READ holds a slice of the record with its own reference, which the
 * receiver closes; everything else is copied out of the record.
 */
package org.glusterj.program;
