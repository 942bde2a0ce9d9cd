/** Opens store and scanner as the settings say. */
@NullMarked
package dev.tollgate.blobs.open;

import org.jspecify.annotations.NullMarked;
