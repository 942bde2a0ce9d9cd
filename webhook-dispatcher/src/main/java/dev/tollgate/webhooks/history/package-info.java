/**
 * Deliveries and their attempts as callers see them, and what callers start themselves: test events and retries. Reads
 * what the dispatcher writes; of its rows it changes only when one is due.
 *
 * <p>Invariant a newcomer would break: a payload is not shown here, because readers of deliveries may lack the scope of
 * their records.
 */
@NullMarked
package dev.tollgate.webhooks.history;

import org.jspecify.annotations.NullMarked;
