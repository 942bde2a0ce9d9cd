/**
 * The MCP Java SDK's own stateless servlet on an embedded Tomcat, as its users would run it: one tool, which holds its
 * price in Redis by the same function and answers what ours answers. No credential, no scope, no usage, no audit.
 */
@NullMarked
package dev.tollgate.loadtest.baselines.mcpsdk;

import org.jspecify.annotations.NullMarked;
