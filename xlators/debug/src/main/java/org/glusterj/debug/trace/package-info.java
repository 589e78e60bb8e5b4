/** {@code debug/trace}: tells of each fop, in the log or in the statedump. Runs on the caller's thread. */
package org.glusterj.debug.trace;
