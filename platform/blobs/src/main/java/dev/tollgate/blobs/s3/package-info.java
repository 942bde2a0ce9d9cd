/** A blob store in a bucket of S3, or of a server with the same API. */
@NullMarked
package dev.tollgate.blobs.s3;

import org.jspecify.annotations.NullMarked;
