/**
 * The taste rules of this repository as tests: they read the source tree and fail on what reviews should not have to
 * find. They run on one thread and own nothing but the file lists they read.
 */
package org.glusterj.tests.repo;
