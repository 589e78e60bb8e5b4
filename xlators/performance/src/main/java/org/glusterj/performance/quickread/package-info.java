/** {@code performance/quick-read}: the content of small files comes with their LOOKUP. */
package org.glusterj.performance.quickread;
