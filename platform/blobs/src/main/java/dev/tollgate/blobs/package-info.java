/**
 * Bytes of files: where they are stored, and what is checked while they pass. Owns folder and S3 store, their settings,
 * digest, sniffing and scanning. Knows no records, no HTTP and no money: a blob is a key and bytes, and whether it is
 * still needed is its owner's to say.
 *
 * <p>Invariant: a key has all bytes of one finished write or it has none, whatever stops meanwhile.
 */
@NullMarked
package dev.tollgate.blobs;

import org.jspecify.annotations.NullMarked;
