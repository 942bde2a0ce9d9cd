/** The caller of the control plane, and the workspaces it may see. */
@NullMarked
package dev.tollgate.gateway.control.me;

import org.jspecify.annotations.NullMarked;
