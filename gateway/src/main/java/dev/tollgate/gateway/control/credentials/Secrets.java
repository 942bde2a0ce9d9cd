package dev.tollgate.gateway.control.credentials;

import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The secrets of credentials: minted here, kept as hashes. A credential has two columns for them, so never a third. */
public final class Secrets {

    /** Default time for which an old secret stays valid after a rotation. */
    static final int OVERLAP_SECONDS = 24 * 60 * 60;

    static final int OVERLAP_SECONDS_MAX = 30 * OVERLAP_SECONDS;

    private static final String DROP_OLDER = """
            DELETE FROM control.credential_secret
             WHERE workspace_id = $1 AND credential_id = $2 AND (ends_at IS NOT NULL OR $3)
            """;

    private static final String END_NEWEST = """
            UPDATE control.credential_secret
               SET ends_at = $3
             WHERE workspace_id = $1 AND credential_id = $2
            """;

    private static final String INSERT = """
            INSERT INTO control.credential_secret
                   (workspace_id, credential_id, place, hash, pepper_id, shown, created_at)
            VALUES ($1, $2,
                    (SELECT CASE WHEN bool_or(s.place = 0) THEN 1 ELSE 0 END
                       FROM control.credential_secret s WHERE s.workspace_id = $1 AND s.credential_id = $2),
                    $3, $4, $5, $6)
            """;

    private final Peppers peppers;
    private final RandomGenerator random;

    /** A keeper of secrets; {@code random} must be fit for them. */
    public Secrets(Peppers peppers, RandomGenerator random) {
        this.peppers = peppers;
        this.random = random;
    }

    Token mint(Token.Kind kind) {
        return Token.mint(kind, random);
    }

    /** The credential's newest secret is this one. */
    Future<RowSet<Row>> keep(Transaction tx, UUID workspace, UUID credential, Token token, RowStamp stamp) {
        var pepper = peppers.present();
        return tx.query(
                INSERT,
                Tuple.of(workspace, credential)
                        .addBuffer(Buffer.buffer(pepper.hash(token)))
                        .addString(pepper.id())
                        .addString(token.shown())
                        .addOffsetDateTime(stamp.at()));
    }

    /** The newest secret ends after the overlap; one that was ending already ends now, and so does it without any. */
    Future<RowSet<Row>> end(Transaction tx, UUID workspace, UUID credential, Duration overlap, RowStamp stamp) {
        var dropped = tx.query(DROP_OLDER, Tuple.of(workspace, credential, overlap.isZero()));
        return tx.query(END_NEWEST, Tuple.of(workspace, credential, stamp.at().plus(overlap)))
                .compose(rows -> dropped.map(rows));
    }
}
