/**
 * What translator tests share: a graph around one translator, a child that records and answers, a clock that only moves
 * when told, and the contract every translator keeps. Used in test scope only; everything runs on the test's thread
 * unless a class says otherwise. A {@link org.glusterj.testkit.GraphFixture} owns its graph and is closed by the test.
 */
package org.glusterj.testkit;
