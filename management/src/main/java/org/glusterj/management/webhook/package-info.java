/**
 * Webhooks: who is told of events over HTTP, by the node that leads the pool (docs/design/0013).
 *
 * <pre>
 *   Webhooks (the store's webhooks/*, webhook-positions/*) + EventLog -> HookSender -> HookClient -> POST
 * </pre>
 */
package org.glusterj.management.webhook;
