/**
 * {@code bin/tollgate mcp}: a client of MCP endpoints that shows what an agent would see. It speaks through the
 * official Java SDK, so what it shows is what a common client gets, not what our own reader would say.
 *
 * <p>Invariant a newcomer would break: only {@code AgentClient} and {@code SdkFailures} name classes of the SDK, and
 * only a running command loads it. Every other command starts without the SDK and Reactor.
 */
@NullMarked
package dev.tollgate.standalone.mcp;

import org.jspecify.annotations.NullMarked;
