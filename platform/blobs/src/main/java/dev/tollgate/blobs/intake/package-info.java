/** The bytes of a body on their way into a store: counted, hashed, sniffed and scanned. */
@NullMarked
package dev.tollgate.blobs.intake;

import org.jspecify.annotations.NullMarked;
