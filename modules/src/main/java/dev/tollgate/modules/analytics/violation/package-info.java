/** Violations: bad events by name, revision and faults, and those of them that are held. */
@NullMarked
package dev.tollgate.modules.analytics.violation;

import org.jspecify.annotations.NullMarked;
