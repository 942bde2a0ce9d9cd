/**
 * How the input of a call is found and checked: its route, its path, query, body or arguments, and the faults of its
 * fields. Runs on event loops.
 *
 * <p>Invariant a newcomer would break: work on an input is bounded by its bytes, whatever they are; length is looked at
 * before structure, and structure before patterns.
 */
@NullMarked
package dev.tollgate.gateway.catalogue.input;

import org.jspecify.annotations.NullMarked;
