/**
 * Secrets kept under this installation's key (AES-GCM), and the settings that name the key. Knows nothing of what is
 * sealed.
 */
@NullMarked
package dev.tollgate.records.secret;

import org.jspecify.annotations.NullMarked;
