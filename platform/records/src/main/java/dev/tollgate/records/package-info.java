/**
 * The one way to read and write business records. Owns the schemas {@code audit}, {@code idempotency} and
 * {@code records}; owns no business table and knows no protocol.
 *
 * <p>Invariant a newcomer would break: no other code writes audit rows, usage of a write, domain events or idempotency
 * answers; a module gives {@link dev.tollgate.records.work.Work} a change and sees none of those tables.
 */
@NullMarked
package dev.tollgate.records;

import org.jspecify.annotations.NullMarked;
