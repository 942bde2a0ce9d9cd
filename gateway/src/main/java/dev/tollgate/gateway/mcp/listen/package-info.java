/** Event streams of {@code subscriptions/listen}: who listens, what they are told, how many may. */
@NullMarked
package dev.tollgate.gateway.mcp.listen;

import org.jspecify.annotations.NullMarked;
