/** Which product modules there are, and which are on in a workspace. */
@NullMarked
package dev.tollgate.gateway.control.modules;

import org.jspecify.annotations.NullMarked;
