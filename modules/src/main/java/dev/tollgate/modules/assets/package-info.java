/**
 * Files and Media: records of files, their uploads, and URLs to download them. Bytes pass through the signed routes of
 * the gateway, which asks {@link dev.tollgate.records.file.FileTransfers} about rows; they are kept in the blob store.
 *
 * <p>Invariant: an available asset has bytes of its size and digest, which no upload changes any more.
 */
@NullMarked
package dev.tollgate.modules.assets;

import org.jspecify.annotations.NullMarked;
