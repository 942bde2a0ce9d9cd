/**
 * Stored questions: datasets with the runs that compute their rows, schedules that start runs, and views. Owns their
 * tables and the pages of rows.
 *
 * <p>Invariant a newcomer would break: a record of this package is there only for callers that may read every module
 * its query names ({@code modules}), so whatever gives one compares both.
 */
@NullMarked
package dev.tollgate.modules.bi.dataset;

import org.jspecify.annotations.NullMarked;
