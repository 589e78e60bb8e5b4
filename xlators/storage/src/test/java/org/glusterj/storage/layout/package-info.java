/** Tests of the brick's layout. */
package org.glusterj.storage.layout;
