/**
 * Who reads which partition of a topic, and from where: processes share partitions by advisory locks, and each reads on
 * from a position that is stored with the effect of what was read.
 *
 * <p>Invariants a newcomer would break: the position decides, and locks only save work, since a session that is gone
 * frees its locks before its reader knows. So two may read a partition for a while, and a batch whose position has
 * moved meanwhile is dropped. A partition is unlocked only after its reading has ended.
 */
@NullMarked
package dev.tollgate.runtime.partition;

import org.jspecify.annotations.NullMarked;
