package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperatorTokensTest {

    private final Random random = new Random(11);

    @Test
    void an_operator_is_known_by_the_minted_token_alone() {
        var ada = OperatorTokens.mint("ada", random);
        var stranger = OperatorTokens.mint("stranger", random);
        var operators = new OperatorTokens(Map.of(ada.tokenHash(), ada.name()));

        var found = operators.operator(ada.token());

        assertThat(found).contains("ada");
        assertThat(operators.operator(stranger.token())).isEmpty();
        assertThat(ada.tokenHash()).matches("[0-9a-f]{64}");
    }

    @Test
    void a_token_of_another_kind_is_no_operator() {
        var operators = new OperatorTokens(Map.of());

        assertThat(operators.operator(Token.mint(Token.Kind.API_KEY, random))).isEmpty();
    }
}
