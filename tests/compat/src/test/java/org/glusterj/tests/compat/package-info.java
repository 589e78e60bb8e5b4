/**
 * Interop with stock GlusterFS 10.3: the cells of the matrix client × server, one brick served by both in turn, and the
 * golden brick operations, all run by the scripts of {@code src/test/sh} inside private namespaces. Tests run on
 * JUnit's
 * thread, which waits for one script at a time with a deadline. {@link org.glusterj.tests.compat.Rig} owns the process
 * tree and the scratch directory of a script and ends both before it returns.
 */
package org.glusterj.tests.compat;
