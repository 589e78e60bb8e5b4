/**
 * The kernel's /dev/fuse protocol (generation 7.45, usable from 7.27 on) as flyweights over memory: what requests carry
 * and how replies and notifications are laid out. Pure: no descriptor, no thread, no state beyond the memory it is
 * given; any thread may use an object, one at a time. All integers are in host byte order; offsets are those of the
 * kernel's public header.
 */
package org.glusterj.fuse.kernel;
