/** The one digest of the product. */
@NullMarked
package dev.tollgate.contract.digest;

import org.jspecify.annotations.NullMarked;
