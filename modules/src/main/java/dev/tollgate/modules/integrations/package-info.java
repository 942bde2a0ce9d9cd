/**
 * The module Integrations: event types and webhooks as applications see them. Can be switched on; has no operations
 * yet.
 */
@NullMarked
package dev.tollgate.modules.integrations;

import org.jspecify.annotations.NullMarked;
