/**
 * What templates are given: values, tables, records and forms as they are shown. Calls nothing and reads nothing.
 *
 * <p>Invariant a newcomer would break: a view has text that was chosen for the person who looks; a template escapes it
 * and decides nothing.
 */
@NullMarked
package dev.tollgate.gateway.console.view;

import org.jspecify.annotations.NullMarked;
