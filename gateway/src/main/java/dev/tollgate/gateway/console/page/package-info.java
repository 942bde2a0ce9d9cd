/**
 * Pages of the console, made from the catalogue: every control operation has a place, every answer is shown by its
 * JSON. Owns how a page is put together; decides nothing about who may.
 *
 * <p>Invariant a newcomer would break: everything shown comes from an operation that was called through the pipeline
 * for the person who looks, but for the person's own sessions.
 */
@NullMarked
package dev.tollgate.gateway.console.page;

import org.jspecify.annotations.NullMarked;
