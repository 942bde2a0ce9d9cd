/** Callers of both planes, over plain HTTP. */
@NullMarked
package dev.tollgate.loadtest.client;

import org.jspecify.annotations.NullMarked;
