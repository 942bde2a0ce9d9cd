/** Funnels: how many actors take each step, from rows by actor and time. */
@NullMarked
package dev.tollgate.modules.bi.query.funnel;

import org.jspecify.annotations.NullMarked;
