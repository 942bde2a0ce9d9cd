/** Callers who send what is costly to refuse, beside one who only works. */
@NullMarked
package dev.tollgate.loadtest.hostile;

import org.jspecify.annotations.NullMarked;
