/** Programs that integrators copy from the docs folder, run against a whole gateway. */
package dev.tollgate.gateway.clients;
