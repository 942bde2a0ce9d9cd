/** Streams of bytes with back-pressure, and their bytes without a copy. */
@NullMarked
package dev.tollgate.blobs.stream;

import org.jspecify.annotations.NullMarked;
