/** Assignment of a topic's partitions to the processes that read it. */
@NullMarked
package dev.tollgate.runtime.share;

import org.jspecify.annotations.NullMarked;
