/** What a company does from the first message of a customer to the payment, over all modules. */
@NullMarked
package dev.tollgate.gateway.story;

import org.jspecify.annotations.NullMarked;
