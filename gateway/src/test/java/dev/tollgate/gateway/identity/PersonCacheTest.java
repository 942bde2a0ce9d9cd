package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People.Guest;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behaviour of the person cache while the database is down. */
class PersonCacheTest {

    private final IdentityBench bench = new IdentityBench();
    private String token;

    @BeforeEach
    void prepare() {
        Guest guest = dev.tollgate.gateway.fixture.People.member(
                GatewayFixture.shared().tenant("team"), "ADMIN");
        token = bench.issuer.signed(bench.issuer.claims(guest.subject(), bench.audiences.control()));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Optional<SignedInPerson> comes() {
        return bench.on(() -> {
            var known = bench.people.known(token, InstantSource.system().instant());
            return known == null ? bench.people.ask(token) : Future.succeededFuture(Optional.of(known));
        });
    }

    @Test
    void somebody_known_is_let_in_for_a_moment_while_the_store_is_away() {
        assertThat(comes()).isPresent();

        bench.lookups.listenLost();
        bench.loseDatabase();

        assertThat(comes()).isPresent();
    }

    @Test
    void somebody_who_was_known_before_a_change_is_not() {
        assertThat(comes()).isPresent();

        bench.lookups.changed(new UUID(9, 9));
        bench.lookups.listenLost();
        bench.loseDatabase();

        assertThatThrownBy(this::comes).hasCauseInstanceOf(Failure.Unavailable.class);
    }
}
