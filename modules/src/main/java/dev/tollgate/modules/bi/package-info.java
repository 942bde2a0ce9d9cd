/**
 * The module Data & Insights: tracked events, datasets and the queries over them. Can be switched on; has no operations
 * yet.
 */
@NullMarked
package dev.tollgate.modules.bi;

import org.jspecify.annotations.NullMarked;
