/** Servers that are compared with each other: ours and baselines, each in a process that is started in every round. */
@NullMarked
package dev.tollgate.loadtest.server;

import org.jspecify.annotations.NullMarked;
