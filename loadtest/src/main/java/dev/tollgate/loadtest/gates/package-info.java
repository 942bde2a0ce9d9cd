/**
 * What the gates cost: the gateway's calls beside a bare server and a hand-written service, in turns within one run on
 * one machine, so that what disturbs one disturbs the other.
 *
 * <p>Invariant a newcomer would break: ratios are taken only between figures of the same run.
 */
@NullMarked
package dev.tollgate.loadtest.gates;

import org.jspecify.annotations.NullMarked;
