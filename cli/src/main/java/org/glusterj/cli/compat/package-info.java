/**
 * The drop-ins under stock's names: stock's arguments of {@code glusterfs}, {@code glusterfsd} and {@code glusterd}
 * to those of our subcommands. The scripts in the distribution's {@code compat} directory start a JVM whose process
 * is called as stock's, with stock's arguments at the end of its command line, and come here.
 */
package org.glusterj.cli.compat;
