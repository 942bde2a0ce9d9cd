package dev.tollgate.contract.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleScopesTest {

    private static final Set<String> MODULES = Set.of("crm", "tasks");

    @ParameterizedTest
    @CsvSource({
        "OWNER,    audit:read crm:read crm:write tasks:read tasks:write usage:read",
        "ADMIN,    audit:read crm:read crm:write tasks:read tasks:write usage:read",
        "MEMBER,   crm:read crm:write tasks:read tasks:write usage:read",
        "AGENT,    crm:read crm:write tasks:read tasks:write usage:read",
        "READONLY, crm:read tasks:read usage:read",
        "OPERATOR, ''",
        "TENANT_OWNER, ''"
    })
    void a_role_has_its_scopes_of_the_modules_that_are_on(Role role, String scopes) {
        assertThat(allowed(role, null)).isEqualTo(scopes);
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER,    crm:read audit:read, audit:read crm:read",
        "READONLY, crm:read crm:write,  crm:read",
        "MEMBER,   cms:read audit:read, ''",
        "MEMBER,   '',                  ''"
    })
    void a_grant_narrows_and_never_adds(Role role, String granted, String scopes) {
        var grant = granted.isEmpty()
                ? Set.<Scope>of()
                : Set.of(granted.split(" ", -1)).stream().map(Scope::new).collect(Collectors.toSet());

        assertThat(allowed(role, grant)).isEqualTo(scopes);
    }

    private static String allowed(Role role, @Nullable Set<Scope> granted) {
        return RoleScopes.allowed(role, granted, MODULES).stream()
                .map(Scope::text)
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
