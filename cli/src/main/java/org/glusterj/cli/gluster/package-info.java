/**
 * {@code gluster}: the command line of the trusted pool, with the syntax, the output and the exit codes of stock
 * 10.3. It is a client of the manager's REST interface and of nothing else. One thread, which blocks.
 *
 * <pre>
 *   Gluster -- Options --+-- Catalogue (grammar: words to Command)
 *                        +-- Session (command: text, XML or JSON of an answer) -- Rest (rest) -- glusterjd
 * </pre>
 */
package org.glusterj.cli.gluster;
