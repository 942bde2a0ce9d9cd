/**
 * The one JSON mapping of the product. Owns how records, ids, instants and patches look on the wire; does not own which
 * of them are valid.
 *
 * <p>Invariant a newcomer would break: all JSON is written through {@link dev.tollgate.runtime.json.Json}.
 */
@NullMarked
package dev.tollgate.runtime.json;

import org.jspecify.annotations.NullMarked;
