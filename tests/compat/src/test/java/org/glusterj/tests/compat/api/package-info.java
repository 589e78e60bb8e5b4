/**
 * The volume API behind a socket, so that cases written for system calls can be run on it.
 *
 * <pre>
 *   case (Python) -- its os.* --&gt; socket --&gt; ApiProcess --&gt; ApiCalls --&gt; Volume, GlusterFile
 * </pre>
 *
 * A connection is a process: what it has open and locked ends with it. Calls are passed on as they are; what the API
 * does not have is not made up here.
 */
package org.glusterj.tests.compat.api;
