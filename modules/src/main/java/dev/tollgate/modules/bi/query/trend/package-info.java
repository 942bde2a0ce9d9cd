/** Trends: figures by group and bucket, from cells or from rows. */
@NullMarked
package dev.tollgate.modules.bi.query.trend;

import org.jspecify.annotations.NullMarked;
