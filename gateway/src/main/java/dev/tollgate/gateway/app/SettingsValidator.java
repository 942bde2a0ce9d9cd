package dev.tollgate.gateway.app;

import dev.tollgate.gateway.control.leaks.LeaksDeclaration;
import dev.tollgate.gateway.credential.OperatorsDeclaration;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.gateway.identity.OauthDeclaration;
import dev.tollgate.gateway.identity.OidcDeclaration;
import dev.tollgate.money.price.PlansDeclaration;
import dev.tollgate.money.price.PricesDeclaration;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Validates a gateway's settings together, beyond the form of each: every declaration is read, and all faults are
 * reported.
 */
final class SettingsValidator {

    private SettingsValidator() {}

    /**
     * Reads everything once.
     *
     * @throws SettingsRejected with every fault of every declaration
     */
    static void check(Settings settings) {
        var installation = settings.get(InstallationDeclaration.class);
        var oidc = settings.get(OidcDeclaration.class);
        var oauth = settings.get(OauthDeclaration.class);
        var faults = new ArrayList<String>();
        for (var meaning : List.<Supplier<?>>of(
                () -> installation.toPublicUrl(
                        settings.get(GatewayDeclaration.class).port()),
                installation::toAddresses,
                settings.get(GatewayDeclaration.class)::toBounds,
                () -> settings.get(ControlDeclaration.class).toUrls(""),
                () -> settings.get(ControlDeclaration.class)
                        .toPort(settings.get(GatewayDeclaration.class).port()),
                () -> InstallationDeclaration.bytes(
                        "tollgate.cursor.key", installation.cursor().key()),
                () -> PlansDeclaration.plans(settings),
                () -> PricesDeclaration.priceBook(settings),
                settings.get(OperatorsDeclaration.class)::toTokens,
                settings.get(PepperDeclaration.class)::toPeppers,
                settings.get(SecretsDeclaration.class)::presentKey,
                settings.get(LeaksDeclaration.class)::toKeysUrl,
                oidc::toIssuer,
                () -> oauth.toScopes(oidc.issuer().isPresent()))) {
            gather(meaning, faults);
        }
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
    }

    private static void gather(Supplier<?> meaning, List<String> faults) {
        try {
            var _ = meaning.get();
        } catch (SettingsRejected rejected) {
            faults.addAll(rejected.faults());
        }
    }
}
