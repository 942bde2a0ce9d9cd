/** What every bench does around its measurement: options, folder, report, result. Knows no bench. */
@NullMarked
package dev.tollgate.loadtest.run;

import org.jspecify.annotations.NullMarked;
