/** What a trusted pool and its volumes are: values without behaviour towards anything outside. Immutable. */
package org.glusterj.management.model;
