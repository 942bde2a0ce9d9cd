/**
 * {@code bin/tollgate bench faults}: servers, processes, links and clocks of an installation fail under load, one case
 * after the other; after each, money must be exact and the earlier rate must have returned by itself.
 */
@NullMarked
package dev.tollgate.loadtest.fault;

import org.jspecify.annotations.NullMarked;
