/**
 * HTTP as every reader of it needs it: connections and their deadlines, head validation, client address, and limited
 * bodies. Owns no route and no answer.
 *
 * <p>Invariant a newcomer would break: a request stays paused until its checks are passed; an earlier refusal must use
 * {@link dev.tollgate.gateway.http.ProblemResponses#finish}, which drains the rest.
 */
@NullMarked
package dev.tollgate.gateway.http;

import org.jspecify.annotations.NullMarked;
