/**
 * {@code features/sdfs}: lets fops on one name of a directory run one after the other. Runs on the caller's thread;
 * owns a fixed set of locks, which are the only ones of the stack held across a call, taken in the order of their
 * index.
 */
package org.glusterj.features.sdfs;
