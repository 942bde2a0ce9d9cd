/**
 * Answers of every protocol: the success envelope and the problem document. Owns the status of each refusal; does not
 * own headers or transports.
 *
 * <p>Invariant a newcomer would break: nothing in an answer comes from an exception's message.
 */
@NullMarked
package dev.tollgate.gateway.answer;

import org.jspecify.annotations.NullMarked;
