/** Webhooks as callers of both planes meet them, over HTTP. */
package dev.tollgate.gateway.webhooks;
