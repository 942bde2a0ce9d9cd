/** Retention: how many actors come back, from the actors of cells or from rows. */
@NullMarked
package dev.tollgate.modules.bi.query.retention;

import org.jspecify.annotations.NullMarked;
