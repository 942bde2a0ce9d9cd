/** The console of an installation with many workspaces and calls: how large every page is, and how long it takes. */
@NullMarked
package dev.tollgate.loadtest.console;

import org.jspecify.annotations.NullMarked;
