/**
 * The signed routes of files: streams bodies into the blob store and blobs into answers, a buffer at a time. Knows
 * HTTP, URLs and limits; what a file is, it asks {@link dev.tollgate.records.file.FileTransfers}.
 *
 * <p>Invariant: no more of a file is in memory than the buffers between a socket and the store.
 */
@NullMarked
package dev.tollgate.gateway.files;

import org.jspecify.annotations.NullMarked;
