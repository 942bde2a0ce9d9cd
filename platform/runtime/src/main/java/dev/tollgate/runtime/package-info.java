/**
 * Plumbing: JSON, ids, the operation bus, PostgreSQL, Kafka, Redis, settings, telemetry and the life of a process. Owns
 * the schemas {@code runtime} and {@code outbox}; owns no word of the product beyond those of the contract.
 *
 * <p>Invariant a newcomer would break: nothing here blocks an event loop, and every wait, queue and batch has a named
 * bound.
 */
@NullMarked
package dev.tollgate.runtime;

import org.jspecify.annotations.NullMarked;
