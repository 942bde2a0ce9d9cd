/**
 * Webhook endpoints as callers make, change and read them, on both planes, and test events. Owns what is written to the
 * tables of endpoints and their signing keys; how deliveries go is the business of others.
 *
 * <p>Invariant a newcomer would break: a {@link dev.tollgate.webhooks.endpoint.Webhook} holds no secret, because audit
 * and domain events tell all of it.
 */
@NullMarked
package dev.tollgate.webhooks.endpoint;

import org.jspecify.annotations.NullMarked;
