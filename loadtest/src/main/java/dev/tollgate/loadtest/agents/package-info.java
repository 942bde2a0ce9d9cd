/**
 * {@code bin/tollgate bench agents}: what lists of tools and typical tasks cost in the context of a model, counted by
 * the tokenizer of one.
 */
@NullMarked
package dev.tollgate.loadtest.agents;

import org.jspecify.annotations.NullMarked;
