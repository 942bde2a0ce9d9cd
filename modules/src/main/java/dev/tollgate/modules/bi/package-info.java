/**
 * The module Data &amp; Insights: product events, and queries over them and over the records of other modules. Owns the
 * schema {@code bi}. Analytics Governance checks events; see {@link dev.tollgate.modules.tracked}.
 */
@NullMarked
package dev.tollgate.modules.bi;

import org.jspecify.annotations.NullMarked;
