/**
 * Replays: past events of an endpoint sent again, as a job that survives restarts. The gateway creates a replay, a
 * dispatcher executes it; they share only its row.
 *
 * <p>Invariant a newcomer would break: the progress of a replay is written in the transaction of the deliveries it
 * created, so a dispatcher that dies between two steps has lost and doubled nothing.
 */
@NullMarked
package dev.tollgate.webhooks.replay;

import org.jspecify.annotations.NullMarked;
