package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One expression of a function, and what is put in its place.
 *
 * @param function its name in the text
 */
record FunctionMutation(String rule, String function, String text, String instead) {

    @Override
    public String toString() {
        return rule;
    }

    /** The text with the first such expression of the function changed. */
    String applied(String library) {
        int from = library.indexOf("local function " + function + '(');
        int at = library.indexOf(text, from);
        assertThat(from).as("function " + function).isNotNegative();
        assertThat(at).as("\"" + text + "\" in " + function).isBetween(from, library.indexOf("\nend\n", from));
        return library.substring(0, at) + instead + library.substring(at + text.length());
    }
}
