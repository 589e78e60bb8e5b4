/**
 * {@code features/index}: the brick's lists of what needs healing, not kept yet. Runs on the caller's thread, no state.
 * What a single brick needs passes; what only replicate and disperse need is refused.
 */
package org.glusterj.features.index;
