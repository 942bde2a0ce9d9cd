/**
 * How an answer looks: which fields it shows, its envelope, and what a dry run or a write-only field leaves of it.
 *
 * <p>Invariant a newcomer would break: a form leaves out, and never adds: what the operation did not return is not
 * shown.
 */
@NullMarked
package dev.tollgate.gateway.catalogue.form;

import org.jspecify.annotations.NullMarked;
