/** The types of domain events as callers read about them, each with its schema and an example. */
@NullMarked
package dev.tollgate.webhooks.eventtype;

import org.jspecify.annotations.NullMarked;
