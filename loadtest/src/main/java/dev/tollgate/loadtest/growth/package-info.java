/** What calls cost as an installation grows: workspaces, records of one workspace, idle connections. */
@NullMarked
package dev.tollgate.loadtest.growth;

import org.jspecify.annotations.NullMarked;
