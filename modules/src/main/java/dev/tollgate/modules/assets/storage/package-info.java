/**
 * What goes on with the bytes of assets in the background: their storage is charged by the day, blobs that are no
 * longer needed are deleted. Knows the rows of files and no asset.
 */
@NullMarked
package dev.tollgate.modules.assets.storage;

import org.jspecify.annotations.NullMarked;
