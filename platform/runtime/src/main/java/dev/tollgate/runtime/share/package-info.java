/** How processes that read the same topic share its partitions. */
@NullMarked
package dev.tollgate.runtime.share;

import org.jspecify.annotations.NullMarked;
