/** Requests made from our own OpenAPI documents, against a gateway in this process. */
@NullMarked
package dev.tollgate.fuzz.http;

import org.jspecify.annotations.NullMarked;
