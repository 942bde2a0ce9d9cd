/**
 * The command line over the admin API. Owns how commands are named, read, sent and told; does not own what they are:
 * every command is made from the server's {@code /control/openapi.json}, so that an operation has its command by being
 * declared.
 *
 * <p>Invariant a newcomer would break: a token is read from a file, the environment or {@code dev.json}, never from an
 * argument, goes to the one server it belongs to, and appears in no message.
 */
@NullMarked
package dev.tollgate.standalone.ctl;

import org.jspecify.annotations.NullMarked;
