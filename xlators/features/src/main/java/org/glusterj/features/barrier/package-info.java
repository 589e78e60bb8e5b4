/**
 * {@code features/barrier}: holds acknowledgements back while a snapshot of the brick is taken. Fops run on the
 * caller's thread and wait where the front lets them. The gate in force is the only state.
 */
package org.glusterj.features.barrier;
