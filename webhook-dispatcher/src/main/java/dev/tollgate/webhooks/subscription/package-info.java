/**
 * Which events an endpoint wants, and the keys they are signed with. A key is kept sealed; in clear it exists only in
 * the answer that shows it and where a delivery is signed.
 */
@NullMarked
package dev.tollgate.webhooks.subscription;

import org.jspecify.annotations.NullMarked;
