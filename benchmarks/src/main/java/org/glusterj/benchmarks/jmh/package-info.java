/**
 * What single steps of a fop cost, under JMH: codecs, dictionaries, the inode table, the kernel's requests, the fops of
 * the posix translator beside the system calls they make, and whole fops through the library and one brick. Run by
 * {@code benchmarks/jmh}; each class is a catalogue of benchmarks and keeps its state for one trial. JMH's threads run
 * the bodies, and nothing here is part of the product.
 */
package org.glusterj.benchmarks.jmh;
