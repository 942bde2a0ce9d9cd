/**
 * Forms from the schemas of operations: which field a property is, what it shows of a record, and the JSON of what
 * somebody typed. Pure: no calls, no HTML.
 */
@NullMarked
package dev.tollgate.gateway.console.form;

import org.jspecify.annotations.NullMarked;
