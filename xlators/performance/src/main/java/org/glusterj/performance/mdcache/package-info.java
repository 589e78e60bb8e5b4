/** {@code performance/md-cache}: attributes of directories that replies brought anyway. */
package org.glusterj.performance.mdcache;
