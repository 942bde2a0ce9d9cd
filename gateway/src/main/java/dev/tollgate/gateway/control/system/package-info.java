/** Health and lag of the whole installation, for operators. */
@NullMarked
package dev.tollgate.gateway.control.system;

import org.jspecify.annotations.NullMarked;
