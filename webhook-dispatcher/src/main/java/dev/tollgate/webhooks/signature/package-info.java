/**
 * Standard Webhooks 1.0, symmetric signatures: what is signed, by which keys, and how it is written. Knows no endpoint
 * and no storage.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     specification</a>
 */
@NullMarked
package dev.tollgate.webhooks.signature;

import org.jspecify.annotations.NullMarked;
