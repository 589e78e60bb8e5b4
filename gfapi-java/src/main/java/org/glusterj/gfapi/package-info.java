/**
 * The library that programs embed: a mounted volume in libgfapi's shape, in plain Java without native code or JVM
 * flags.
 *
 * <pre>
 *   Volume --- PathWalk --> Graph.top() --> ... --> protocol/client --> brick
 *     |
 *     +-- GlusterFile, GlusterDirectory (own an fd each, closed by their user)
 * </pre>
 *
 * <p>Calls run the whole translator stack on the caller's thread, platform or virtual, and block until the reply is
 * there. A {@link org.glusterj.gfapi.Volume} owns its graph and connections; whoever mounted it closes it. Paths and
 * names are Unicode text here and become UTF-8 bytes inside.
 */
package org.glusterj.gfapi;
