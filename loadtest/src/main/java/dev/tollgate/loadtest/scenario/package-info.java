/** What is done to an installation, and what must be true of it afterwards. */
@NullMarked
package dev.tollgate.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
