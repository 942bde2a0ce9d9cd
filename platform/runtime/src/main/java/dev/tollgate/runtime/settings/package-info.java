/**
 * Settings of an installation. Owns sources, precedence and the list of all faults; each part declares its own section.
 *
 * <p>Invariant a newcomer would break: settings are read once, at start, and a secret is never printed.
 */
@NullMarked
package dev.tollgate.runtime.settings;

import org.jspecify.annotations.NullMarked;
