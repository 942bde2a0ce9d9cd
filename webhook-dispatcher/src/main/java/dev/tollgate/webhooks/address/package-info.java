/**
 * Permitted destinations: URLs are checked when an endpoint is registered, and again, with every address their host
 * resolves to, before each attempt. Knows no endpoint and connects to nothing.
 */
@NullMarked
package dev.tollgate.webhooks.address;

import org.jspecify.annotations.NullMarked;
