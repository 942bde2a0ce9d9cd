/**
 * JSON Schemas and samples of inputs and outputs, made from records once, at start. Checks no input.
 *
 * <p>Invariant a newcomer would break: what a schema says of a field is what its validator refuses; a limit is written
 * in the declaration only.
 */
@NullMarked
package dev.tollgate.gateway.catalogue.schema;

import org.jspecify.annotations.NullMarked;
