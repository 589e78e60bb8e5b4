/**
 * {@code meta}: the virtual directory {@code .meta} in the root of a mount, which shows the running graph as files.
 * Runs
 * on the caller's thread; what does not concern the directory passes without an allocation. The tree belongs to its
 * graph and is made when somebody first looks.
 *
 * <pre>
 *   .meta/version  process_uuid  cmdline  frames  mallinfo  measure_latency  logging/loglevel
 *   .meta/graphs/active -> NAME
 *   .meta/graphs/NAME/top -> XLATOR   volfile
 *   .meta/graphs/NAME/XLATOR/{type,name,private,options/KEY,subvolumes/N -> ../../CHILD}
 * </pre>
 */
package org.glusterj.meta;
