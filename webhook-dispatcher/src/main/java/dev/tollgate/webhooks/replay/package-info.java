/**
 * Replays: past events of an endpoint once more, as a job that outlives restarts. A replay is asked for where calls are
 * answered and carried out where deliveries are made; its row is all the two share.
 *
 * <p>Invariant a newcomer would break: how far a replay has come is written in the transaction of the deliveries it
 * made, so a dispatcher that dies between two steps has lost and doubled nothing.
 */
@NullMarked
package dev.tollgate.webhooks.replay;

import org.jspecify.annotations.NullMarked;
