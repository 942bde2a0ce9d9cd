/** What to put where, so that a client of agents reaches a workspace: ready-made, and without a secret. */
@NullMarked
package dev.tollgate.gateway.control.setup;

import org.jspecify.annotations.NullMarked;
