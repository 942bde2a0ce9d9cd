package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Month;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.Revision;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts as rows. */
final class AccountSql {

    /** Every column that is not computed, in the order of {@link #arguments}. */
    private static final String COLUMNS = """
            tenant, seq, plan, publish_seq, acked_seq, inc, prep, closed,
            period, included, included_drawn, cap, spent, open_included, open_charged,
            next_included_whole, next_included_drawn, next_cap_whole, next_spent, next_open_included, next_open_charged,
            prepaid_left, open_prepaid, enforcement, valid_until,
            override_cap, override_included, override_enforcement, override_reason, override_expires_at
            """;

    static final String SELECT = "SELECT " + COLUMNS + ", budgets FROM billing.account WHERE tenant = ANY($1)";

    static final String LOCK = SELECT + " ORDER BY tenant FOR UPDATE";

    static final String LOCK_FREE = LOCK + " SKIP LOCKED";

    /** Those whose incarnation is below the number beside their id. */
    static final String LOCK_BEHIND = "SELECT " + COLUMNS + """
            , budgets
              FROM billing.account AS account
              JOIN unnest($1::uuid[], $2::bigint[]) AS wanted (of_tenant, n) ON wanted.of_tenant = account.tenant
             WHERE account.inc < wanted.n
             ORDER BY tenant
               FOR UPDATE OF account
            """;

    static final String INSERT = "INSERT INTO billing.account (" + COLUMNS + """
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                      $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
            """;

    /** An array per column, and the seqs that were read: a row that moved on meanwhile is not found. */
    static final String UPDATE = """
            UPDATE billing.account AS account
               SET seq = n.seq, plan = n.plan, publish_seq = n.publish_seq,
                   acked_seq = GREATEST(account.acked_seq, n.acked_seq), inc = n.inc, prep = n.prep,
                   closed = n.closed, period = n.period, included = n.included, included_drawn = n.included_drawn,
                   cap = n.cap, spent = n.spent, open_included = n.open_included, open_charged = n.open_charged,
                   next_included_whole = n.next_included_whole, next_included_drawn = n.next_included_drawn,
                   next_cap_whole = n.next_cap_whole, next_spent = n.next_spent,
                   next_open_included = n.next_open_included, next_open_charged = n.next_open_charged,
                   prepaid_left = n.prepaid_left, open_prepaid = n.open_prepaid, enforcement = n.enforcement,
                   valid_until = n.valid_until, override_cap = n.override_cap,
                   override_included = n.override_included, override_enforcement = n.override_enforcement,
                   override_reason = n.override_reason, override_expires_at = n.override_expires_at
              FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
                          $7::bigint[], $8::bigint[], $9::int[], $10::bigint[], $11::bigint[], $12::bigint[],
                          $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[],
                          $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[], $23::bigint[], $24::text[],
                          $25::timestamptz[], $26::bigint[], $27::bigint[], $28::text[], $29::text[],
                          $30::timestamptz[], $31::bigint[]) AS n (
                   tenant, seq, plan, publish_seq, acked_seq, inc, prep, closed,
                   period, included, included_drawn, cap, spent, open_included, open_charged, next_included_whole,
                   next_included_drawn, next_cap_whole, next_spent, next_open_included, next_open_charged,
                   prepaid_left, open_prepaid, enforcement, valid_until, override_cap, override_included,
                   override_enforcement, override_reason, override_expires_at, seq_read)
             WHERE account.tenant = n.tenant AND account.seq = n.seq_read
            """;

    /** The types of its columns, in their order. */
    static final List<Class<?>> UPDATED = List.of(
            UUID.class,
            Long.class,
            String.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Integer.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            String.class,
            OffsetDateTime.class,
            Long.class,
            Long.class,
            String.class,
            String.class,
            OffsetDateTime.class,
            Long.class);

    private static final int MONTH = 9;
    private static final int NEXT_MONTH = 15;

    private AccountSql() {}

    static Account account(Row row, Plans plans) {
        return new Account(
                new TenantId(row.getUUID("tenant")),
                plans.named(row.getString("plan")),
                override(row),
                new Revision(
                        row.getLong("seq"),
                        row.getLong("publish_seq"),
                        row.getLong("acked_seq"),
                        row.getLong("inc"),
                        row.getLong("prep")),
                row.getLong("closed"),
                month(row, new Period(row.getInteger("period")), MONTH),
                month(row, new Period(row.getInteger("period")).next(), NEXT_MONTH),
                row.getLong("prepaid_left"),
                row.getLong("open_prepaid"),
                Enforcement.of(row.getString("enforcement")),
                TimeColumn.read(row, "valid_until"));
    }

    /** Both months have the same column order, from this column on. */
    private static Month month(Row row, Period period, int first) {
        return new Month(
                period,
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getLong(first + 3),
                row.getLong(first + 4),
                row.getLong(first + 5));
    }

    private static @Nullable AccountOverride override(Row row) {
        String enforcement = row.getString("override_enforcement");
        return enforcement == null
                ? null
                : new AccountOverride(
                        row.getLong("override_cap"),
                        row.getLong("override_included"),
                        Enforcement.of(enforcement),
                        row.getString("override_reason"),
                        TimeColumn.read(row, "override_expires_at"));
    }

    static Tuple arguments(Account account) {
        Revision revision = account.revision();
        Tuple tuple = Tuple.tuple()
                .addUUID(account.tenant().value())
                .addLong(revision.seq())
                .addString(account.plan().name())
                .addLong(revision.publishSeq())
                .addLong(revision.ackedSeq())
                .addLong(revision.inc())
                .addLong(revision.prep())
                .addLong(account.closed())
                .addInteger(account.month().period().number());
        add(tuple, account.month());
        add(tuple, account.next());
        tuple.addLong(account.prepaidLeft())
                .addLong(account.openPrepaid())
                .addString(account.enforcement().text())
                .addOffsetDateTime(TimeColumn.argument(account.validUntil()));
        AccountOverride override = account.override();
        return tuple.addLong(override == null ? null : override.capMicros())
                .addLong(override == null ? null : override.includedMicros())
                .addString(override == null ? null : override.enforcement().text())
                .addString(override == null ? null : override.reason())
                .addOffsetDateTime(override == null ? null : TimeColumn.argument(override.expiresAt()));
    }

    private static void add(Tuple tuple, Month month) {
        tuple.addLong(month.included())
                .addLong(month.drawn())
                .addLong(month.cap())
                .addLong(month.spent())
                .addLong(month.openIncluded())
                .addLong(month.openCharged());
    }
}
