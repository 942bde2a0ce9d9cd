/** Event streams of {@code subscriptions/listen}: listeners, their notifications, their limits. */
@NullMarked
package dev.tollgate.gateway.mcp.listen;

import org.jspecify.annotations.NullMarked;
