/**
 * Load on loopback: {@code wrk} for the highest rate, a client of our own for latency at a constant rate, and for the
 * highest rate where there is no wrk. Knows HTTP/1.1 and nothing of the product.
 */
@NullMarked
package dev.tollgate.loadtest.load;

import org.jspecify.annotations.NullMarked;
