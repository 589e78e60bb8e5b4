/** The pool's memory: keys and values on which all managers agree. */
package org.glusterj.management.store;
