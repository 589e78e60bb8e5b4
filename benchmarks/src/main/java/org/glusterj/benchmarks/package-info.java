/**
 * Measurements of whole processes: drivers that load a mounted volume and say what it cost. Each is a program of its
 * own
 * with threads of its own; nothing here is part of the product.
 */
package org.glusterj.benchmarks;
