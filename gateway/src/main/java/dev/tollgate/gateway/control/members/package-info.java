/** Members of workspaces and their roles, and owners of tenants. */
@NullMarked
package dev.tollgate.gateway.control.members;

import org.jspecify.annotations.NullMarked;
