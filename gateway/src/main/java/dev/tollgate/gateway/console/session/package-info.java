/**
 * Browser sessions of the console: who is signed in, how they signed in, and what proves that a form is ours. Sessions
 * live in Redis, under hashes of their secrets; nothing is stored for strangers.
 *
 * <p>Invariant a newcomer would break: a session says who somebody is, never what they may do. Rights are looked up for
 * every call.
 */
@NullMarked
package dev.tollgate.gateway.console.session;

import org.jspecify.annotations.NullMarked;
