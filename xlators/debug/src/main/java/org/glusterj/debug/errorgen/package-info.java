/** {@code debug/error-gen}: lets fops fail at random, for tests of what is above. Runs on the caller's thread. */
package org.glusterj.debug.errorgen;
