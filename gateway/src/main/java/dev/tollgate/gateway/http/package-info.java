/**
 * HTTP as every reader of it needs it: connections and their deadlines, what a sane head is, who sent it, and bodies
 * with a bound. Owns no route and no answer.
 *
 * <p>Invariant a newcomer would break: a request stays paused until its gates are passed; whoever refuses it earlier
 * lets {@link dev.tollgate.gateway.http.ProblemResponses#finish} deal with what is still to come.
 */
@NullMarked
package dev.tollgate.gateway.http;

import org.jspecify.annotations.NullMarked;
