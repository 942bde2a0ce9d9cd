/**
 * The commands of {@code bin/tollgate} but {@code dev}: each reads settings, does one thing and ends with an exit code.
 */
@NullMarked
package dev.tollgate.standalone.command;

import org.jspecify.annotations.NullMarked;
