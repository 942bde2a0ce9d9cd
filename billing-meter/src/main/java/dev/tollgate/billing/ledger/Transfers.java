package dev.tollgate.billing.ledger;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes entries of the ledger, in the transaction of what they account for. */
public final class Transfers {

    /** What takes a top-up back names the entry that made it. */
    private static final String INSERT = """
            INSERT INTO billing.transfer (
                   id, tenant_id, period, kind, debit, credit, amount_micros, grant_id, adjusts, note, corrects_id,
                   request_id, batch_id, created_at)
            SELECT id, tenant, period, kind, debit, credit, micros, grant_id, adjusts, note,
                   CASE WHEN kind = 'correction' THEN COALESCE(corrects,
                        (SELECT made.id FROM billing.transfer made
                          WHERE made.grant_id = t.grant_id AND made.credit = 'prepaid' ORDER BY made.id LIMIT 1))
                   END, request, $13, $14
              FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                          $8::uuid[], $9::int[], $10::text[], $11::uuid[], $12::uuid[])
                   AS t (id, tenant, period, kind, debit, credit, micros, grant_id, adjusts, note, corrects, request)
            """;

    private static final String POSTED = "SELECT set_config('tollgate.ledger', 'posted', true)";

    private final IdSource ids;

    public Transfers(IdSource ids) {
        this.ids = ids;
    }

    /** Says that the transaction writes the entries of every account it changes: to be sent before the first change. */
    public static Future<Void> announce(Transaction transaction) {
        return transaction.query(POSTED, Tuple.tuple()).mapEmpty();
    }

    /** All or none, with the transaction; {@code batch} is what they have in common with usage rows. */
    public Future<Void> insert(Transaction transaction, List<Transfer> transfers, UUID batch, Instant now) {
        if (transfers.isEmpty()) {
            return Future.succeededFuture();
        }
        return transaction.query(INSERT, tuple(transfers, batch, now)).mapEmpty();
    }

    private Tuple tuple(List<Transfer> transfers, UUID batch, Instant now) {
        return Tuple.of(
                column(transfers, UUID[]::new, _ -> ids.next()),
                column(transfers, UUID[]::new, transfer -> transfer.tenant().value()),
                column(transfers, Integer[]::new, transfer -> transfer.period().number()),
                column(transfers, String[]::new, transfer -> transfer.kind().text()),
                column(transfers, String[]::new, transfer -> transfer.debit().text()),
                column(transfers, String[]::new, transfer -> transfer.credit().text()),
                column(transfers, Long[]::new, Transfer::micros),
                column(transfers, UUID[]::new, Transfer::grant),
                column(transfers, Integer[]::new, Transfers::adjusts),
                column(transfers, String[]::new, transfer -> transfer.purpose().note()),
                column(transfers, UUID[]::new, Transfer::corrects),
                column(transfers, UUID[]::new, Transfers::request),
                batch,
                now.atOffset(ZoneOffset.UTC));
    }

    private static @Nullable Integer adjusts(Transfer transfer) {
        Period adjusted = transfer.adjusts();
        return adjusted == null ? null : adjusted.number();
    }

    private static @Nullable UUID request(Transfer transfer) {
        RequestId request = transfer.purpose().request();
        return request == null ? null : request.value();
    }

    private static <T> T[] column(
            List<Transfer> transfers, IntFunction<T[]> array, Function<Transfer, @Nullable T> cell) {
        return transfers.stream().map(cell).toArray(array);
    }
}
