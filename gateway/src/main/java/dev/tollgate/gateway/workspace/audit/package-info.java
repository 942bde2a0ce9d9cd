/** The audit events of a workspace, tenant or installation, as callers see them. */
@NullMarked
package dev.tollgate.gateway.workspace.audit;

import org.jspecify.annotations.NullMarked;
