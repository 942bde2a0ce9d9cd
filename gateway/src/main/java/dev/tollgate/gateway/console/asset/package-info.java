/** Files that pages of the console load: style, scripts. Each has its hash in its path and never changes. */
@NullMarked
package dev.tollgate.gateway.console.asset;

import org.jspecify.annotations.NullMarked;
