/**
 * Reports: counts and sums of rows, by time and by values of fields. What a report asks for is a value; names of fields
 * become SQL only through {@link dev.tollgate.records.report.ReportColumns}, and every value is bound.
 */
@NullMarked
package dev.tollgate.records.report;

import org.jspecify.annotations.NullMarked;
