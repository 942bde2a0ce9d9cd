/** Workspaces and their states: active, suspended, archived. */
@NullMarked
package dev.tollgate.gateway.control.workspaces;

import org.jspecify.annotations.NullMarked;
