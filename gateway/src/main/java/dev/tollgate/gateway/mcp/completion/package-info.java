/**
 * Completion of prompt arguments and of variables in resource templates: enums and names, never ids of records, which
 * would be an unpaid and unaudited read.
 */
@NullMarked
package dev.tollgate.gateway.mcp.completion;

import org.jspecify.annotations.NullMarked;
