/** One request as callers see it: audit, usage and deliveries together. */
@NullMarked
package dev.tollgate.gateway.workspace.request;

import org.jspecify.annotations.NullMarked;
