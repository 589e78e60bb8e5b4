/** {@code performance/open-behind}: a file is opened when something needs it open. */
package org.glusterj.performance.openbehind;
