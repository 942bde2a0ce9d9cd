/** How agents may prove who they are in a workspace. */
@NullMarked
package dev.tollgate.gateway.control.policy;

import org.jspecify.annotations.NullMarked;
