/**
 * Cost of the gates: the gateway's calls beside a bare server and a hand-written service, in turns within one run on
 * one machine, so that disturbances affect both alike.
 *
 * <p>Invariant a newcomer would break: ratios are taken only between figures of the same run.
 */
@NullMarked
package dev.tollgate.loadtest.gates;

import org.jspecify.annotations.NullMarked;
