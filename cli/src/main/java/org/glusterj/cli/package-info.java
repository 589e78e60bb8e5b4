/**
 * The command line: one entry point that dispatches subcommands, and the quick start. Everything runs on the main
 * thread; what a subcommand starts belongs to it.
 */
package org.glusterj.cli;
