/**
 * The endpoint under the official conformance suite: the product's own reader with an offer of the suite's named tools,
 * resources and prompts, on a listener that asks for no credential. Test classes only; none of this is in the product.
 */
package dev.tollgate.gateway.conformance;
