/**
 * What the tables of the control plane share: who touched a row and when, pages of them, versions, what there is once.
 */
@NullMarked
package dev.tollgate.gateway.control.rows;

import org.jspecify.annotations.NullMarked;
