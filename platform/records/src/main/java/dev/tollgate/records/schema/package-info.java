/**
 * Schemas that workspaces write, of content and of tracked events: a linear subset of JSON Schema 2020-12. Reads them,
 * checks values by them, and compares two of them. Pure: no database, no future.
 *
 * <p>Invariant a newcomer would break: every check is linear in the value and bounded, whatever schema and value are.
 */
@NullMarked
package dev.tollgate.records.schema;

import org.jspecify.annotations.NullMarked;
