/**
 * A receiver of webhooks for tests and load, honest or hostile by stubs. Knows HTTP/1.1 and the envelope of events, and
 * nothing else of the product.
 */
@NullMarked
package dev.tollgate.loadtest.receiver;

import org.jspecify.annotations.NullMarked;
