package dev.tollgate.modules.bi.query;

/**
 * What queries of a process may use.
 *
 * @param concurrency of workspaces and tenants
 * @param rowsMax expected rows beyond which a query must be a dataset
 */
public record QueryLimits(QueryConcurrencyLimiter concurrency, long rowsMax) {

    /** Expected rows beyond which a query must be a dataset, in the product. */
    static final long ROWS_MAX = 1_000_000;

    /** Those of the product, for one process. */
    public static QueryLimits ofProduct() {
        return of(ROWS_MAX);
    }

    /** Those of the product with another number of rows. */
    public static QueryLimits of(long rowsMax) {
        return new QueryLimits(new QueryConcurrencyLimiter(), rowsMax);
    }
}
