package dev.tollgate.billing.simulation;

/** A rule of money, broken in one place of the product. */
sealed interface ProductMutation {

    /** The rule that is broken: its part of docs/money.md, and what it says. */
    String rule();

    /** Part of a text that the product runs, such as a statement: wherever a constant has it. */
    record Text(String rule, String text, String instead) implements ProductMutation {
        @Override
        public String toString() {
            return rule;
        }
    }

    /**
     * One condition of a method, inverted.
     *
     * @param in name of the class
     * @param method its name, with as much of its descriptor as tells it from others
     * @param number of the condition among those of the method, counted from 0
     */
    record Condition(String rule, String in, String method, int number) implements ProductMutation {
        @Override
        public String toString() {
            return rule;
        }
    }

    /** One expression of a function of Redis. */
    record Function(String rule, String function, String text, String instead) implements ProductMutation {

        /** The library with the first such expression of the function changed. */
        String applied(String library) {
            int from = library.indexOf("local function " + function + '(');
            int at = from < 0 ? -1 : library.indexOf(text, from);
            if (at < 0 || at > library.indexOf("\nend\n", from)) {
                throw new IllegalArgumentException(function + " has no \"" + text + '"');
            }
            return library.substring(0, at) + instead + library.substring(at + text.length());
        }

        @Override
        public String toString() {
            return rule;
        }
    }
}
