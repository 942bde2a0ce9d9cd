/**
 * {@code bin/tollgate bench webhooks}: events made through the public contract, a receiver that counts, and what the
 * installation recorded, held against each other. Every part is a process of its own.
 */
@NullMarked
package dev.tollgate.loadtest.webhooks;

import org.jspecify.annotations.NullMarked;
