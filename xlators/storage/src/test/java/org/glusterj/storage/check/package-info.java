/** Tests of the examination of bricks. */
package org.glusterj.storage.check;
