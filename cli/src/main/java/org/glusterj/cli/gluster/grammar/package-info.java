/**
 * What a command line may look like. A command is declared once, as a {@link
 * org.glusterj.cli.gluster.grammar.Command}: its words, the syntax of what follows, what help says of it. {@link
 * org.glusterj.cli.gluster.grammar.Syntax} reads the notation, {@link org.glusterj.cli.gluster.grammar.Matcher}
 * holds words against it, and completion walks the same tree.
 *
 * <pre>
 *   "&lt;volume> [force]"  --Syntax.of-->  tree  --Matcher-->  Match{volume: [v1], force: [force]}
 * </pre>
 */
package org.glusterj.cli.gluster.grammar;
