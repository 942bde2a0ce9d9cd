/**
 * Completion of prompt arguments and of variables in resource templates: enums and names, never ids of records, which
 * would be a read that nobody paid for and nobody audited.
 */
@NullMarked
package dev.tollgate.gateway.mcp.completion;

import org.jspecify.annotations.NullMarked;
