/**
 * The module Analytics Governance: tracking plans, event definitions and violations. Can be switched on; has no
 * operations yet.
 */
@NullMarked
package dev.tollgate.modules.analytics;

import org.jspecify.annotations.NullMarked;
