/**
 * One attempt over HTTP: an order goes in, a result comes out. Owns connections, their bounds and their time. Does not
 * own what is tried when, nor what follows from a result.
 *
 * <p>Everything here belongs to one event loop. A name is resolved and every address of it judged before each attempt;
 * only a judged address is ever connected to.
 */
@NullMarked
package dev.tollgate.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
