/**
 * An entry and its chain: how it is stored, digested and sealed at a position.
 *
 * <p>Invariant a newcomer would break: the digest covers every column of an entry, and positions of a chain have no
 * gap.
 */
@NullMarked
package dev.tollgate.records.audit.chain;

import org.jspecify.annotations.NullMarked;
