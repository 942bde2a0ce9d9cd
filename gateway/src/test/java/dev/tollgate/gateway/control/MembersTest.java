package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adding, changing and removing members; a workspace and a tenant never lose their last owner. */
class MembersTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("team");
    }

    private Reply remove(People.Guest guest) {
        return gateway.operator("DELETE", acme.control("/members/" + guest.id()), null);
    }

    private Reply change(String token, People.Guest guest, String role) {
        return gateway.call("PATCH", acme.control("/members/" + guest.id()), token, new JsonObject().put("role", role));
    }

    @Test
    void the_last_owner_can_be_neither_removed_nor_demoted() {
        var owner = People.member(acme, "owner");
        People.member(acme, "admin");

        assertThat(remove(owner).expect(409).code()).isEqualTo("conflict");
        assertThat(change(gateway.operatorToken(), owner, "admin").expect(409).code())
                .isEqualTo("conflict");
    }

    @Test
    void an_owner_goes_once_there_is_another() {
        var owner = People.member(acme, "owner");
        People.member(acme, "owner");

        remove(owner).expect(200);
    }

    @Test
    void two_owners_never_go_because_of_each_other() {
        var owners = List.of(People.member(acme, "owner"), People.member(acme, "owner"));

        var removals = owners.stream()
                .map(owner -> CompletableFuture.supplyAsync(() -> remove(owner).status()))
                .toList();

        assertThat(removals.stream()
                        .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join()))
                .containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void an_admin_makes_changes_and_removes_no_owner() {
        var owner = People.member(acme, "owner");
        People.member(acme, "owner");
        var admin = People.member(acme, "admin");

        var makes = gateway.call(
                "POST",
                acme.control("/members"),
                admin.token(),
                new JsonObject().put("subject", "user_x").put("role", "owner"));
        var raises = change(admin.token(), admin, "owner");
        var demotes = change(admin.token(), owner, "member");
        var removes = gateway.call("DELETE", acme.control("/members/" + owner.id()), admin.token(), null);

        assertThat(List.of(makes, raises, demotes, removes))
                .allSatisfy(reply -> assertThat(reply.expect(403).code()).isEqualTo("role_not_allowed"));
    }

    @Test
    void an_admin_lets_members_in_and_shuts_them_out() {
        var admin = People.member(acme, "admin");
        var made = gateway.call(
                        "POST",
                        acme.control("/members"),
                        admin.token(),
                        new JsonObject().put("subject", "user_y").put("role", "agent"))
                .expect(201);

        var path = acme.control("/members/" + made.data().getString("id"));
        gateway.call("PATCH", path, admin.token(), new JsonObject().put("role", "readonly"))
                .expect(200);
        var gone = gateway.call("DELETE", path, admin.token(), null).expect(200);

        assertThat(gone.data().getString("role")).isEqualTo("readonly");
        gateway.call("GET", path, admin.token(), null).expect(404);
    }

    @Test
    void a_subject_is_a_member_once() {
        var admin = People.member(acme, "admin");

        var again = gateway.operator(
                "POST",
                acme.control("/members"),
                new JsonObject().put("subject", admin.subject()).put("role", "member"));

        assertThat(again.expect(409).code()).isEqualTo("conflict");
    }

    @Test
    void a_subject_is_an_owner_of_a_tenant_once() {
        var owner = People.tenantOwner(acme);

        var again = gateway.operator(
                "POST",
                "/control/v1/tenants/" + acme.tenant() + "/owners",
                new JsonObject().put("subject", owner.subject()));

        assertThat(again.expect(409).code()).isEqualTo("conflict");
    }

    @Test
    void the_last_owner_of_a_tenant_stays() {
        var first = People.tenantOwner(acme);
        var owners = "/control/v1/tenants/" + acme.tenant() + "/owners/";
        assertThat(gateway.operator("DELETE", owners + first.id(), null)
                        .expect(409)
                        .code())
                .isEqualTo("conflict");
        var second = People.tenantOwner(acme);

        gateway.call("DELETE", owners + first.id(), second.token(), null).expect(200);

        assertThat(gateway.call("GET", owners + second.id(), second.token(), null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void somebody_who_never_signed_in_is_seen_as_such() {
        var member = People.member(acme, "admin");
        var owner = People.tenantOwner(acme);
        var paths = List.of(
                acme.control("/members/" + member.id()),
                "/control/v1/tenants/" + acme.tenant() + "/owners/" + owner.id());
        assertThat(paths).allSatisfy(path -> assertThat(lastSignIn(path)).isNull());

        gateway.call("GET", acme.control("/members"), member.token(), null).expect(200);
        gateway.call("GET", "/control/v1/tenants/" + acme.tenant(), owner.token(), null)
                .expect(200);

        Eventually.within(
                SOON,
                () -> assertThat(paths)
                        .allSatisfy(path -> assertThat(lastSignIn(path)).isNotNull()));
    }

    private String lastSignIn(String path) {
        return gateway.operator("GET", path, null).expect(200).data().getString("last_signed_in_at");
    }
}
