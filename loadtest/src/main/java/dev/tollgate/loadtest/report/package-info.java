/** Promises that end a run, goals that it reports, and figures kept as JSON and HTML with commit and machine. */
@NullMarked
package dev.tollgate.loadtest.report;

import org.jspecify.annotations.NullMarked;
