/**
 * Signing in to the console: by an operator's token, at the identity provider, or by a link that works once. Ends in a
 * session; every way makes a new one.
 */
@NullMarked
package dev.tollgate.gateway.console.signin;

import org.jspecify.annotations.NullMarked;
