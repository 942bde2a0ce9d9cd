/**
 * Fuzz targets: classes with a method {@code fuzzerTestOneInput(byte[])}, in the package of what they try, and the
 * command that runs them. Owns no product code. Invariant: a target states a property and throws where it does not
 * hold; what may be refused is a value there, so that any other exception is a finding.
 */
@NullMarked
package dev.tollgate.fuzz;

import org.jspecify.annotations.NullMarked;
