/** Guarantees that hold for every declared operation, present and future: nobody can declare one that escapes them. */
package dev.tollgate.gateway.coverage;
