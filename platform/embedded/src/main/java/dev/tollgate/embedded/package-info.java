/**
 * Real PostgreSQL, Redis and Kafka for one machine: for {@code dev} and for tests; and a server with the API of S3.
 *
 * <p>Owns: unpacking, starting, stopping and killing the servers, and the folder their data lies in. Does not own: what
 * is in them (no schema, no topic, no key) nor who uses them; it knows no other part of the product.
 *
 * <p>Invariant a newcomer would break: no server outlives the JVM that started it, not even after {@code kill -9}. A
 * native server is therefore only ever started through {@link dev.tollgate.embedded.GuardedProcess}.
 */
@NullMarked
package dev.tollgate.embedded;

import org.jspecify.annotations.NullMarked;
