/**
 * The manager: the daemon {@code glusterjd} of a trusted pool and what it is made of. {@code model} says what a pool
 * and its volumes are, {@code store} keeps it consistent, {@code transaction} changes it on several nodes, {@code
 * volgen} and {@code options} make graphs of it, {@code daemon} runs processes, {@code stock} and {@code rest} are its
 * faces, {@code volume} the commands, {@code peer} says who belongs to the pool.
 */
package org.glusterj.management;
