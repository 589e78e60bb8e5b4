/** Changes that need work on several nodes: named steps with do and undo, driven from the store. */
package org.glusterj.management.transaction;
