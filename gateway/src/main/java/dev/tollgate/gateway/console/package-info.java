/**
 * The console: the control plane for people with a browser. A reader beside REST and MCP: session, then the gates of
 * every control call, in process. Knows the catalogue; knows no operation's code and no database.
 */
@NullMarked
package dev.tollgate.gateway.console;

import org.jspecify.annotations.NullMarked;
