/** The module Support: queues, tickets, their messages and comments. Can be switched on; has no operations yet. */
@NullMarked
package dev.tollgate.modules.support;

import org.jspecify.annotations.NullMarked;
