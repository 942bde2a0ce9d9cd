/** The domain events the product makes, as receivers may know them. Values only. */
@NullMarked
package dev.tollgate.records.event;

import org.jspecify.annotations.NullMarked;
