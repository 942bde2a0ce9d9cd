/** Tracking plans. */
@NullMarked
package dev.tollgate.modules.analytics.plan;

import org.jspecify.annotations.NullMarked;
