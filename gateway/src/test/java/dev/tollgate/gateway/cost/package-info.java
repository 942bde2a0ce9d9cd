/** What one call costs, in counts that do not depend on how fast the machine is, held against stored figures. */
package dev.tollgate.gateway.cost;
