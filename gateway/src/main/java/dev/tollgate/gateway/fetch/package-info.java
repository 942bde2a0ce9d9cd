/** What the gateway reads from other servers: bounded in size and time, over protected connections. */
@NullMarked
package dev.tollgate.gateway.fetch;

import org.jspecify.annotations.NullMarked;
