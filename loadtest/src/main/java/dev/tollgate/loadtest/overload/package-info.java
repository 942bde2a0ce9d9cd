/** A gateway beyond its capacity, and tenants beside one that sends more than it may. */
@NullMarked
package dev.tollgate.loadtest.overload;

import org.jspecify.annotations.NullMarked;
