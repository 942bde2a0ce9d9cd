/** Money over time, end to end. */
package dev.tollgate.gateway.money;
