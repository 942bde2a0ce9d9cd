/** Starts, kills and restarts an installation and the servers that it is compared with, and reads their resources. */
@NullMarked
package dev.tollgate.loadtest.environment;

import org.jspecify.annotations.NullMarked;
