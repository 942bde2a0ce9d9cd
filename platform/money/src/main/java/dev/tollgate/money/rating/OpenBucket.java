package dev.tollgate.money.rating;

/**
 * Charges already in the ledger whose hold lies in a bucket not yet closed.
 *
 * @param other what neither included usage nor grants covered
 */
public record OpenBucket(long bucket, long fromIncluded, long fromPrepaid, long other) {

    public long charged() {
        return fromIncluded + fromPrepaid + other;
    }

    OpenBucket plus(OpenBucket more) {
        return new OpenBucket(
                bucket, fromIncluded + more.fromIncluded, fromPrepaid + more.fromPrepaid, other + more.other);
    }
}
