/** Paying accounts: who they are and which plan they are on. */
@NullMarked
package dev.tollgate.gateway.control.tenants;

import org.jspecify.annotations.NullMarked;
