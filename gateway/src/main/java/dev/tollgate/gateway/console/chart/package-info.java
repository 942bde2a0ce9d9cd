/**
 * Figures of the console as SVG: made on the server, of numbers and escaped texts, coloured by the style sheet. Pure.
 */
@NullMarked
package dev.tollgate.gateway.console.chart;

import org.jspecify.annotations.NullMarked;
