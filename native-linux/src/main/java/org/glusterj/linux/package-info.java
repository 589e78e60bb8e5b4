/**
 * Linux system calls through {@code java.lang.foreign}: the one place of the tree that calls restricted FFM
 * methods, behind the interface {@link org.glusterj.linux.Syscalls}, for glibc on x86-64 and aarch64. Calls run on
 * the caller's thread and may block it, so calls that can sleep belong on platform threads; per-thread scratch
 * memory (errno, paths, extended attributes) lives in one thread-local context. The package owns that scratch and
 * the pages of {@link org.glusterj.linux.PageBuffer}; file descriptors and all buffers passed in stay the caller's.
 */
package org.glusterj.linux;
