/** What a run promises: conditions that end it, goals that it reports, and how long it waits for either. */
@NullMarked
package dev.tollgate.loadtest.check;

import org.jspecify.annotations.NullMarked;
