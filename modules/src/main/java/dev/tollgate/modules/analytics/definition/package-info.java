/** Event definitions: their life from draft to deprecated, and what an approval changes. */
@NullMarked
package dev.tollgate.modules.analytics.definition;

import org.jspecify.annotations.NullMarked;
