/** A blob store in a folder of a file system. */
@NullMarked
package dev.tollgate.blobs.folder;

import org.jspecify.annotations.NullMarked;
