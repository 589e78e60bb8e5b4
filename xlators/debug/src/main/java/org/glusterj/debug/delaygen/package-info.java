/** {@code debug/delay-gen}: lets fops take longer at random, for tests of what is above. */
package org.glusterj.debug.delaygen;
