/**
 * The options of {@code volume set}: what there is (a table in {@code options.txt}), which values are taken, what
 * {@code volume get} answers, and named groups of settings. Facts are of GlusterFS 10.3. Pure: knows no store, no
 * process, and of graphs only which translators are in them.
 *
 * <pre>
 *   options.txt ── OptionTable ──▶ Options ──▶ find, suggest
 *                                     │
 *              value ──▶ Settings ────┴──▶ taken, or OptionException with the sentence for the user
 * </pre>
 */
package org.glusterj.management.options;
