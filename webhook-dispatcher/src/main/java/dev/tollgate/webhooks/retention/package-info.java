/** How long events, deliveries and attempts are kept: partitions of days, made ahead and dropped. */
@NullMarked
package dev.tollgate.webhooks.retention;

import org.jspecify.annotations.NullMarked;
