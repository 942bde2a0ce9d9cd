/** Which operations and scopes there are, and which scope an operation needs. */
@NullMarked
package dev.tollgate.gateway.control.reference;

import org.jspecify.annotations.NullMarked;
