/**
 * {@code bin/tollgate bench modules}: the modules' own promises at full size, through the public contract: races,
 * clocks, schedules, published reads, files, product events and questions about them.
 */
@NullMarked
package dev.tollgate.loadtest.modules;

import org.jspecify.annotations.NullMarked;
