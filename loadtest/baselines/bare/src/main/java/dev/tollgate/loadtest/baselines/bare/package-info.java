/** What the HTTP server alone costs: the yardstick for everything the gates add. */
@NullMarked
package dev.tollgate.loadtest.baselines.bare;

import org.jspecify.annotations.NullMarked;
