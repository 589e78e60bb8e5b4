/**
 * {@code features/read-only}: a brick or volume that refuses every change. Runs on the caller's thread and keeps no
 * state but its option. Nothing is owned here.
 */
package org.glusterj.features.readonly;
