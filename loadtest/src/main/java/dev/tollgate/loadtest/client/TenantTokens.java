package dev.tollgate.loadtest.client;

import dev.tollgate.loadtest.client.BenchAccount.Kind;
import java.util.List;

/** Tenants with an API key each. */
public record TenantTokens(List<BenchAccount> accounts, List<String> tokens) {

    private static final int AT_ONCE = 8;

    public TenantTokens {
        accounts = List.copyOf(accounts);
        tokens = List.copyOf(tokens);
    }

    /** Creates so many, whose keys have these scopes; the client is an operator's. */
    public static TenantTokens create(AppClient control, int count, String... scopes) throws InterruptedException {
        var accounts = Callers.inParallel(AT_ONCE, count, _ -> BenchAccount.create(control));
        var tokens = Callers.inParallel(
                AT_ONCE,
                count,
                number -> accounts.get(number).credential(Kind.API_KEY, scopes).secret());
        return new TenantTokens(accounts, tokens);
    }
}
