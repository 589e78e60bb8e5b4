/**
 * {@code performance/io-threads}: in a brick graph its options size the server's thread pool, in a client graph it does
 * nothing. Runs on the caller's thread and never hands a fop to another one. The pool belongs to the front.
 */
package org.glusterj.performance.iothreads;
