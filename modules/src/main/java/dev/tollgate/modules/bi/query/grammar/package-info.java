/** The grammar of queries: reads JSON, names all faults of form, and puts time into buckets. Pure. */
@NullMarked
package dev.tollgate.modules.bi.query.grammar;

import org.jspecify.annotations.NullMarked;
