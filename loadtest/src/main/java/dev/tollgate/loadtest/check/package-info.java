/** Checks of a run: conditions that end it, goals that it reports, and the time it waits for either. */
@NullMarked
package dev.tollgate.loadtest.check;

import org.jspecify.annotations.NullMarked;
