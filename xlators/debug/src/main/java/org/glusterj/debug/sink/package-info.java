/** {@code debug/sink}: the bottom of a graph that has no storage, for tests of what is above. */
package org.glusterj.debug.sink;
