/** Workloads and the invariants that are checked after them. */
@NullMarked
package dev.tollgate.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
