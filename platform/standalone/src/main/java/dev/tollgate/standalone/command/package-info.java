/**
 * The commands of {@code bin/tollgate} but {@code dev}: each reads settings, does one thing and ends with an exit code.
 * Where nothing names settings, commands that are no part are for the installation of {@code dev}.
 */
@NullMarked
package dev.tollgate.standalone.command;

import org.jspecify.annotations.NullMarked;
