/** Shared by the tables of the control plane: stamps, pages, versions, unique constraints. */
@NullMarked
package dev.tollgate.gateway.control.rows;

import org.jspecify.annotations.NullMarked;
