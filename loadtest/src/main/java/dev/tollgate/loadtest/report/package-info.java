/** Figures kept as JSON with commit and machine. */
@NullMarked
package dev.tollgate.loadtest.report;

import org.jspecify.annotations.NullMarked;
