/** A bare HTTP server: the baseline for everything that the gates add. */
@NullMarked
package dev.tollgate.loadtest.baselines.bare;

import org.jspecify.annotations.NullMarked;
