package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.copy.AccountFunctions.Publication;
import dev.tollgate.money.copy.AccountFunctions.Published;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes rows to their copies and remembers in the row that Redis has them.
 *
 * <p>That there is no copy is an acknowledgement too. A copy that is made later gets its figures from a row that is
 * read after its stub was made, so it misses no change from before.
 */
final class CopyPublisher {

    private static final Logger LOGGER = LoggerFactory.getLogger(CopyPublisher.class);

    /** A seq of a row that Redis has, or has no copy for. */
    record Acknowledged(TenantId tenant, long seq) {}

    private final Database database;
    private final AccountFunctions functions;
    private final Copies.Setup setup;
    private final AheadCopies aheadCopies;
    private final Acknowledgements acknowledgements;

    CopyPublisher(Database database, RedisFunctions functions, Copies.Setup setup) {
        this.database = database;
        this.functions = new AccountFunctions(functions);
        this.setup = setup;
        this.aheadCopies = new AheadCopies(database, functions, setup);
        this.acknowledgements = new Acknowledgements(database, "billing.account", List.of("tenant"));
    }

    /** At most {@link RedisFunctions#ENTRIES_MAX}, as their rows are now. */
    Future<Void> publish(RowSecurityContext context, List<TenantId> tenants) {
        return tenants.isEmpty()
                ? Future.succeededFuture()
                : database.read(context, AccountSql.SELECT, AccountRows.ids(tenants))
                        .compose(rows -> publish(context, rows));
    }

    Future<Void> acknowledge(RowSecurityContext context, List<Acknowledged> all) {
        if (all.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(all.stream().map(one -> one.tenant().value()).toArray(UUID[]::new))
                .addArrayOfLong(all.stream().map(Acknowledged::seq).toArray(Long[]::new));
        return acknowledgements.store(context, setup.deadline(), arguments);
    }

    private Future<Void> publish(RowSecurityContext context, RowSet<Row> rows) {
        List<Publication> publications = new ArrayList<>();
        for (Row row : rows) {
            var account = AccountSql.account(row, setup.plans());
            publications.add(new Publication(account.tenant(), PublishedFigures.of(account)));
        }
        return functions
                .publish(publications)
                .compose(published -> acknowledge(context, acknowledged(publications, published))
                        .compose(_ -> aheadCopies.drop(context, ahead(publications, published))))
                .mapEmpty();
    }

    private static List<TenantId> ahead(List<Publication> publications, List<Published> published) {
        List<TenantId> ahead = new ArrayList<>();
        for (int i = 0; i < publications.size(); i++) {
            if (published.get(i) == Published.AHEAD) {
                ahead.add(publications.get(i).tenant());
            }
        }
        return ahead;
    }

    private static List<Acknowledged> acknowledged(List<Publication> publications, List<Published> published) {
        List<Acknowledged> all = new ArrayList<>();
        for (int i = 0; i < publications.size(); i++) {
            Publication one = publications.get(i);
            switch (published.get(i)) {
                case NO_COPY, KNOWN, DONE ->
                    all.add(new Acknowledged(one.tenant(), one.figures().seq()));
                case AHEAD -> {} // dropped, and acknowledged when it is rebuilt
                case AWAY -> {} // published again in a second
                case REFUSED ->
                    LOGGER.atError()
                            .addKeyValue("tenant", one.tenant())
                            .addKeyValue("figures", one.figures())
                            .log("Redis refused the figures of an account");
            }
        }
        return all;
    }
}
