/**
 * {@code features/bitrot-stub}: counts versions of files for those who sign their content, and shuts out files whose
 * content was found damaged. Runs on the caller's thread; the state of an inode is in its slot, the quarantine
 * directory belongs to the translator.
 */
package org.glusterj.features.bitrot;
