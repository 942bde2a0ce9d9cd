/**
 * Documents made from the catalogue: OpenAPI documents of both planes, a browsable reference, a page per error code,
 * the list of operations; and the pages of the docs folder. Owns wording and layout; owns no fact about an operation.
 *
 * <p>Invariant a newcomer would break: everything here is bytes before the first request, the same bytes for the same
 * catalogue, and no link in it comes from a request's Host header.
 */
@NullMarked
package dev.tollgate.gateway.openapi;

import org.jspecify.annotations.NullMarked;
