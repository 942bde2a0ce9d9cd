package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.gateway.control.ControlBench;
import dev.tollgate.gateway.control.OnControlBench;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRotation;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.IssuedCredential;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CredentialRowsTest extends OnControlBench {

    private static final Actor ADA = new Actor(Actor.Kind.OPERATOR, "ada", "ada");

    private static final Logger ZONES = (Logger) LoggerFactory.getLogger(KnownZones.class);

    private static Token token(IssuedCredential<ApiKeyId> issued) {
        return Token.parse(issued.secret()).orElseThrow();
    }

    @Test
    void a_token_finds_all_that_the_gates_ask_about_it() {
        var place = bench.placeWith("crm", "tasks");
        var issued = bench.apiKey(place, "crm:read", "audit:read");

        var found = ControlBench.await(bench.rows().credential(token(issued))).orElseThrow();

        assertThat(found.id()).isEqualTo(issued.id().value());
        assertThat(found.actor())
                .isEqualTo(new Actor(Actor.Kind.API_KEY, issued.id().text(), "key"));
        assertThat(found.surface()).isEqualTo(Surface.REST);
        assertThat(found.scopes()).isEqualTo(Set.of(new Scope("crm:read"), new Scope("audit:read")));
        assertThat(found.endsAt()).isNull();
        assertThat(found.replaced()).isFalse();
        assertThat(found.workspace()).satisfies(home -> {
            assertThat(home.workspace()).isEqualTo(place.workspace());
            assertThat(home.tenant()).isEqualTo(place.tenant());
            assertThat(home.plan()).isEqualTo("team");
            assertThat(home.modules()).containsExactlyInAnyOrder("crm", "tasks");
            assertThat(home.state()).isEqualTo(WorkspaceSnapshot.State.ACTIVE);
        });
    }

    @Test
    void a_workspace_in_a_time_zone_that_this_jdk_does_not_know_is_in_utc_which_is_logged_once() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");
        var _ = bench.owner("UPDATE control.workspace SET time_zone = 'Mars/Olympus' WHERE id = '"
                + place.workspace().value() + "'");
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ZONES.addAppender(log);

        var found = ControlBench.await(bench.rows().credential(token(issued))).orElseThrow();
        var again = ControlBench.await(bench.rows().workspace(place.workspace()));

        ZONES.detachAppender(log);
        assertThat(found.workspace().timeZone()).isEqualTo(ZoneOffset.UTC);
        assertThat(again).hasValueSatisfying(home -> assertThat(home.timeZone()).isEqualTo(ZoneOffset.UTC));
        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .singleElement()
                        .satisfies(pair -> assertThat(pair.value).isEqualTo("Mars/Olympus")));
    }

    @Test
    void an_old_secret_in_its_overlap_is_found_with_its_end() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");
        var rotated = bench.done(
                CredentialOperations.API_KEYS.rotate(), place.operator(), new CredentialRotation<>(issued.id(), 60));

        var old = ControlBench.await(bench.rows().credential(token(issued))).orElseThrow();

        assertThat(old.endsAt()).isEqualTo(rotated.updatedAt().plusSeconds(60));
        assertThat(old.replaced()).isTrue();
    }

    @Test
    void a_revoked_and_an_unknown_token_find_nothing() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");
        bench.done(CredentialOperations.API_KEYS.revoke(), place.operator(), new CredentialRef<>(issued.id()));

        assertThat(ControlBench.await(bench.rows().credential(token(issued)))).isEmpty();
        assertThat(ControlBench.await(bench.rows().credential(Token.mint(Token.Kind.API_KEY, new Random(5)))))
                .isEmpty();
    }

    @Test
    void the_filter_holds_secrets_that_open_something() {
        var place = bench.placeWith("crm");
        var living = bench.apiKey(place, "crm:read").id().value();
        var expired = bench.apiKey(place, "crm:read").id().value();
        var replaced = bench.apiKey(place, "crm:read").id().value();
        var _ = bench.owner("UPDATE control.credential SET expires_at = now() WHERE id = '" + expired + "'");
        var _ = bench.owner(
                "UPDATE control.credential_secret SET ends_at = now() WHERE credential_id = '" + replaced + "'");

        var held = ControlBench.await(bench.rows().of(List.of(living, expired, replaced)));

        assertThat(held).hasSize(1);
    }

    @Test
    void a_token_of_a_suspended_workspace_is_found_and_says_so() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");
        bench.done(WorkspaceOperations.SUSPEND, place.operator(), new NoInput());

        var found = ControlBench.await(bench.rows().credential(token(issued))).orElseThrow();

        assertThat(found.workspace())
                .satisfies(home -> assertThat(home.active()).isFalse());
    }

    @Test
    void targets_of_the_control_plane_are_found_by_id_or_not_at_all() {
        var place = bench.place();

        var workspace = ControlBench.await(bench.rows().workspace(place.workspace()));
        var plan = ControlBench.await(bench.rows().plan(ADA, place.tenant()));

        assertThat(workspace)
                .hasValueSatisfying(found -> assertThat(found.tenant()).isEqualTo(place.tenant()));
        assertThat(plan).contains("team");
        assertThat(ControlBench.await(bench.rows().workspace(new WorkspaceId(UUID.randomUUID()))))
                .isEmpty();
        assertThat(ControlBench.await(bench.rows().plan(ADA, new TenantId(UUID.randomUUID()))))
                .isEmpty();
    }

    @Test
    void the_last_use_shows_in_the_record_and_never_moves_back() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");
        var id = issued.id().value();
        var late = issued.createdAt().plusSeconds(60);

        var first = used(id, late);
        var earlier = used(id, late.minusSeconds(30));

        var key = bench.done(CredentialOperations.API_KEYS.get(), place.operator(), new CredentialRef<>(issued.id()));
        assertThat(key.lastUsedAt()).isEqualTo(late);
        assertThat(key.version()).isEqualTo(1);
        assertThat(first).isEmpty();
        assertThat(earlier).isEmpty();
    }

    @Test
    void a_use_is_written_once_a_minute_and_told_again_until_it_is() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");
        var id = issued.id().value();
        var first = issued.createdAt().plusSeconds(1);
        var second = first.plusSeconds(20);
        var get = CredentialOperations.API_KEYS.get();

        var written = used(id, first);
        var tooSoon = used(id, second);
        var between = bench.done(get, place.operator(), new CredentialRef<>(issued.id()));
        var _ = bench.owner("UPDATE control.credential SET use_told_at = use_told_at - interval '1 minute' WHERE id = '"
                + id + "'");
        var later = used(id, second);

        assertThat(written).isEmpty();
        assertThat(tooSoon).containsExactly(id);
        assertThat(between.lastUsedAt()).isEqualTo(first);
        assertThat(later).isEmpty();
        assertThat(bench.done(get, place.operator(), new CredentialRef<>(issued.id()))
                        .lastUsedAt())
                .isEqualTo(second);
    }

    private static Set<UUID> used(UUID id, Instant at) {
        return ControlBench.await(
                bench.rows().used(Map.of(id, at), Instant.now().plusSeconds(10)));
    }
}
