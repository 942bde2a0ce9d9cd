/** Formatting of answers for people: tables, single records, money, times. Pure. */
@NullMarked
package dev.tollgate.standalone.ctl.view;

import org.jspecify.annotations.NullMarked;
