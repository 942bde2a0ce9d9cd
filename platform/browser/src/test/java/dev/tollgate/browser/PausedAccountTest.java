package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Role;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An account that cannot pay, or was paused, and the way out of it, as its owner and the operator see it. */
@Tag("beyond-jdk")
class PausedAccountTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Paused", "business");
    private String key;
    private Visitor operator;
    private Visitor owner;

    @BeforeEach
    void signIn() {
        company.switchOn("tasks");
        key = company.key("tasks:write");
        operator = Visitor.operator(CONSOLE);
        owner = Visitor.person(CONSOLE, company.person(Role.TENANT_OWNER));
    }

    @AfterEach
    void close() {
        owner.close();
        operator.close();
    }

    private ApiReply write() {
        return CONSOLE.call(key, "POST", "/v1/tasks", Map.of("title", "a task"));
    }

    private String code() {
        return write().body().path("code").asText();
    }

    @Test
    void an_owner_whose_balance_is_used_up_asks_for_money_and_calls_go_on_once_the_operator_confirms() {
        company.nothingIncluded();
        Await.until("calls are refused", () -> code().equals("usage_balance_exhausted"));
        owner.open(company.atTenant("/billing"));
        owner.reloadUntil("that nothing is left", () -> owner.text().contains("exhausted"));
        assertThat(owner.text()).contains("Request a top-up or pay by a checkout");

        owner.open(company.atTenant("/top-up-requests"));
        owner.follow("Request a top-up from the operator");
        owner.fill("amount_micros", "5");
        owner.fill("note", "bank transfer 117");
        owner.press("Request a top-up from the operator");
        operator.open(company.atTenant("/top-up-requests"));
        assertThat(operator.text()).contains("$5.00", "pending");
        operator.follow("Confirm a top-up request");
        operator.press("Confirm a top-up request");

        assertThat(operator.text()).contains("confirmed");
        Await.until("calls are accepted again", () -> write().status() == 201);
        owner.open(company.atTenant("/billing"));
        owner.reloadUntil("that calls go on", () -> owner.hasStatus("open"));
    }

    @Test
    void an_account_that_an_operator_paused_says_why_until_the_override_is_deleted() {
        operator.open(company.atTenant("/override"));
        operator.follow("Set an account's override of its plan");
        operator.choice("enforcement", "paused").check();
        operator.fill("reason", "a card was stolen");
        operator.press("Set an account's override of its plan");
        Await.until("calls are refused", () -> code().equals("account_paused"));

        owner.open(company.atTenant("/billing"));
        owner.reloadUntil("the reason", () -> owner.text().contains("paused: a card was stolen"));
        assertThat(owner.offers("Set an account's override of its plan")).isFalse();

        operator.open(company.atTenant("/override"));
        operator.follow("Delete an account's override of its plan");
        operator.press("Delete an account's override of its plan");

        Await.until("calls are accepted again", () -> write().status() == 201);
        owner.reloadUntil("that calls go on", () -> owner.hasStatus("open"));
    }
}
