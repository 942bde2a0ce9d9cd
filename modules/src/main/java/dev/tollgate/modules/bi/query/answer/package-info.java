/** Answers of queries, and their numbers. */
@NullMarked
package dev.tollgate.modules.bi.query.answer;

import org.jspecify.annotations.NullMarked;
