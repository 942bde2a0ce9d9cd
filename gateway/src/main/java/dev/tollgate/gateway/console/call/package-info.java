/**
 * Operations that a page calls in process, for the person who looks, and what they answered.
 *
 * <p>Invariant a newcomer would break: a call goes through the pipeline like one from outside; a page reads nothing by
 * another way, but for the person's own sessions.
 */
@NullMarked
package dev.tollgate.gateway.console.call;

import org.jspecify.annotations.NullMarked;
