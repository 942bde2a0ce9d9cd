package dev.tollgate.fuzz;

import dev.tollgate.gateway.credential.Token;
import java.util.List;
import java.util.SplittableRandom;

/** A token is parsed only as printed, and never shown whole. */
public final class TokenFuzz {

    private TokenFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var text = Property.text(input);
        Token.parse(text).ifPresent(token -> {
            Property.holds(token.text().equals(text), "a token is the text it was parsed from");
            Property.holds(!token.toString().contains(text), "a token does not show itself");
        });
        changed(new Choices(input));
    }

    private static void changed(Choices choices) {
        var minted = Token.mint(choices.of(List.of(Token.Kind.values())), new SplittableRandom(choices.below(65_536)));
        Property.holds(Token.parse(minted.text()).orElseThrow().equals(minted), "what is minted is parsed");
        int at = choices.below(Token.LENGTH);
        var letter = (char) choices.below(65_536);
        var changed = minted.text().substring(0, at) + letter + minted.text().substring(at + 1);
        Property.holds(
                changed.equals(minted.text()) || Token.parse(changed).isEmpty(), "one other letter makes no token");
    }
}
