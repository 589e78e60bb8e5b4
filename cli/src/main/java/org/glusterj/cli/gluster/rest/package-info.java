/**
 * Requests to the manager: over its unix socket, or over TCP to another node. Blocking, each request with a deadline;
 * a connection for each request.
 */
package org.glusterj.cli.gluster.rest;
