/** Payments by owners over HTTP, with a double of Stripe's API. */
package dev.tollgate.gateway.payments;
