/**
 * The audit as callers see it. Owns no table; reads what {@code audit} keeps.
 *
 * <p>Invariant a newcomer would break: a caller sees the chain of its own workspace, tenant or installation and no
 * other.
 */
@NullMarked
package dev.tollgate.records.trail;

import org.jspecify.annotations.NullMarked;
