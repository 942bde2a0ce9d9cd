/**
 * REST over both planes: routes, bodies, conditions and headers on one side, the pipeline's gates on the other. Owns
 * the HTTP form of an answer; decides nothing about who may or what it costs.
 *
 * <p>Invariant a newcomer would break: nothing is read from a body before the scope is known.
 */
@NullMarked
package dev.tollgate.gateway.rest;

import org.jspecify.annotations.NullMarked;
