/** Names of product events, with their numbers in rows and cells and with what cells count of each. */
@NullMarked
package dev.tollgate.modules.bi.name;

import org.jspecify.annotations.NullMarked;
