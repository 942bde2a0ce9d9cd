/** Starts, kills and restarts an installation of its own. */
@NullMarked
package dev.tollgate.loadtest.environment;

import org.jspecify.annotations.NullMarked;
