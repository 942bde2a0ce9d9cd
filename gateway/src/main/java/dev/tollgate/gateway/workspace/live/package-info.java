/** What can be told of a workspace or tenant without a call: that something in it has changed since. */
@NullMarked
package dev.tollgate.gateway.workspace.live;

import org.jspecify.annotations.NullMarked;
