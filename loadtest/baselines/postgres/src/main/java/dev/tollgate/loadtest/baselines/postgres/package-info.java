/**
 * A hand-written service for three calls on the same PostgreSQL: prepared statements, connections per loop, pipelining;
 * no credential, no check, no audit, no usage. The shapes of its answers are the gateway's.
 */
@NullMarked
package dev.tollgate.loadtest.baselines.postgres;

import org.jspecify.annotations.NullMarked;
