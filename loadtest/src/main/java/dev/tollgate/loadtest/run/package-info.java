/** Frame of every bench around its measurement: options, installation, report, result. Knows no bench. */
@NullMarked
package dev.tollgate.loadtest.run;

import org.jspecify.annotations.NullMarked;
