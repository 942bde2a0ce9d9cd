/**
 * A receiver of webhooks for tests and load, as kind or as hostile as it is told. Knows HTTP/1.1 and the envelope of
 * events, and nothing else of the product.
 */
@NullMarked
package dev.tollgate.loadtest.receiver;

import org.jspecify.annotations.NullMarked;
