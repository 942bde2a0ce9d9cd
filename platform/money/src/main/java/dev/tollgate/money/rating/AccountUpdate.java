package dev.tollgate.money.rating;

import java.util.List;

/**
 * Result of a change of an account, to be stored in one transaction.
 *
 * @param account the row afterwards; the same value as before when nothing changed
 * @param grants those that changed, and new ones
 * @param entries for the ledger
 * @param opened what charges added to buckets not yet closed, one element per bucket
 * @param late usage whose bucket was closed or whose copy was lost: charged all the same
 */
public record AccountUpdate(
        Account account, List<Grant> grants, List<AccountEntry> entries, List<OpenBucket> opened, int late) {
    public AccountUpdate {
        grants = List.copyOf(grants);
        entries = List.copyOf(entries);
        opened = List.copyOf(opened);
    }

    static AccountUpdate of(Account account, List<Grant> grants, List<AccountEntry> entries) {
        return new AccountUpdate(account, grants, entries, List.of(), 0);
    }

    /** The amount of prepaid money that was taken back. */
    public long takenBackMicros() {
        return entries.stream()
                .filter(entry -> entry.kind() == AccountEntry.Kind.CORRECTION)
                .mapToLong(entry -> -entry.micros())
                .sum();
    }

    /** What corrections moved for the customer at one source: above 0 given, below 0 taken. */
    public long correctedMicros(AccountEntry.Source source) {
        return entries.stream()
                .filter(entry -> entry.source() == source && entry.kind().corrects())
                .mapToLong(AccountEntry::micros)
                .sum();
    }

    /** What corrections changed the spend by. */
    public long spendCorrectedMicros() {
        return entries.stream()
                .filter(entry -> entry.kind() == AccountEntry.Kind.CHARGE_CORRECTION)
                .mapToLong(entry -> -entry.micros())
                .sum();
    }

    /** Whether Redis must see it. */
    public boolean publishes() {
        return account.revision().publishSeq() == account.revision().seq();
    }
}
