package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Settings of peppers and operators, with all faults reported at once. */
class SecretSettingsTest {

    private static final OperatorTokens.Minted ADA = OperatorTokens.mint("ada", new Random(1));
    private static final OperatorTokens.Minted LENA = OperatorTokens.mint("lena", new Random(2));

    @Test
    void several_operators_are_known_by_their_names() {
        var operators = settings(Map.of(
                        "tollgate.operators[0].name",
                        "ada",
                        "tollgate.operators[0].token-hash",
                        ADA.tokenHash(),
                        "tollgate.operators[1].name",
                        "lena",
                        "tollgate.operators[1].token-hash",
                        LENA.tokenHash()))
                .get(OperatorsDeclaration.class)
                .toTokens();

        assertThat(operators.operator(ADA.token())).contains("ada");
        assertThat(operators.operator(LENA.token())).contains("lena");
    }

    @Test
    void a_name_or_a_token_of_two_operators_and_what_is_no_hash_end_the_start() {
        var declared = settings(Map.of(
                        "tollgate.operators[0].name", "ada",
                        "tollgate.operators[0].token-hash", ADA.tokenHash(),
                        "tollgate.operators[1].name", "ada",
                        "tollgate.operators[1].token-hash", LENA.tokenHash(),
                        "tollgate.operators[2].name", "eve",
                        "tollgate.operators[2].token-hash", ADA.tokenHash().toUpperCase(Locale.ROOT),
                        "tollgate.operators[3].name", "Mallory M",
                        "tollgate.operators[3].token-hash", "secret"))
                .get(OperatorsDeclaration.class);

        assertThatThrownBy(declared::toTokens)
                .isInstanceOfSatisfying(
                        SettingsRejected.class,
                        rejected -> assertThat(rejected.faults())
                                .containsExactly(
                                        "tollgate.operators[1].name is another operator's already: ada",
                                        "tollgate.operators[2].token-hash is that of ada already",
                                        "tollgate.operators[3].name must be " + OperatorTokens.NAME_FORM
                                                + ": Mallory M",
                                        "tollgate.operators[3].token-hash must be 64 hex digits"));
    }

    @Test
    void a_pepper_may_have_others_beside_it() {
        var peppers = settings(Map.of(
                        "tollgate.pepper.id", "2",
                        "tollgate.pepper.secret", "sixteen characters or more",
                        "tollgate.pepper.others[0].id", "1",
                        "tollgate.pepper.others[0].secret", "another of sixteen or more"))
                .get(PepperDeclaration.class)
                .toPeppers();

        assertThat(peppers.present().id()).isEqualTo("2");
        assertThat(peppers.ids()).containsExactly("2", "1");
    }

    @Test
    void two_peppers_of_one_id_and_short_secrets_end_the_start() {
        var declared = settings(Map.of(
                        "tollgate.pepper.secret", "short",
                        "tollgate.pepper.others[0].id", "1",
                        "tollgate.pepper.others[0].secret", "short too"))
                .get(PepperDeclaration.class);

        assertThatThrownBy(declared::toPeppers)
                .isInstanceOfSatisfying(
                        SettingsRejected.class,
                        rejected -> assertThat(rejected.faults())
                                .containsExactly(
                                        "tollgate.pepper.secret must be set, to at least 16 characters",
                                        "tollgate.pepper.others[0].secret must be set, to at least 16 characters",
                                        "tollgate.pepper.others[0].id names another pepper already: 1"));
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.load(SettingsSources.of(values));
    }
}
