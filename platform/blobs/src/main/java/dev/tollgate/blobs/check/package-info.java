/** Scanners of bytes. */
@NullMarked
package dev.tollgate.blobs.check;

import org.jspecify.annotations.NullMarked;
