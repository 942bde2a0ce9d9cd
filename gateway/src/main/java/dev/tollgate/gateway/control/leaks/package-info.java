/**
 * Reports of secrets that were found in public. Owns who is believed (a signature by a key of the reporter) and what is
 * answered; what happens to a credential is of {@code credentials}.
 *
 * <p>Invariant a newcomer would break: the text of a token is hashed and compared, and goes nowhere else: no log,
 * audit, metric, answer or failure, and neither does a URL before tokens in it are masked.
 */
@NullMarked
package dev.tollgate.gateway.control.leaks;

import org.jspecify.annotations.NullMarked;
